import { z } from 'zod'
import type { ResourceType } from '../../plugin.ts'
import type { Site } from '../../site.ts'
import type { Store } from '../store/store.ts'

const BucketPolicyProperties = z.strictObject({ Bucket: z.string(), PolicyDocument: z.looseObject({}) })
type BucketPolicyProperties = z.infer<typeof BucketPolicyProperties>

/** Its bucket must be there, as on AWS. */
export function createBucketPolicyResource(
  { permissions }: Pick<Site, 'permissions'>,
  { buckets }: Store,
): ResourceType<BucketPolicyProperties> {
  return {
    type: 'AWS::S3::BucketPolicy',
    properties: BucketPolicyProperties,
    async apply({ stackName, logicalId, properties }) {
      const { name } = buckets.get(properties.Bucket)
      permissions?.putPolicy({ stackName, logicalId }, [`arn:aws:s3:::${name}`], properties.PolicyDocument)
      return { physicalId: name, attributes: {} }
    },
    remove: async (made) => permissions?.removePolicy(made),
  }
}
