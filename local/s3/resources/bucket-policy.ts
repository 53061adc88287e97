import { z } from 'zod'
import type { ResourceType } from '../../plugin.ts'
import type { Store } from '../store/store.ts'

const BucketPolicyProperties = z.strictObject({ Bucket: z.string(), PolicyDocument: z.looseObject({}) })
type BucketPolicyProperties = z.infer<typeof BucketPolicyProperties>

/** Without effect: nobody is refused on this machine. Its bucket must be there, as on AWS. */
export function createBucketPolicyResource({ buckets }: Store): ResourceType<BucketPolicyProperties> {
  return {
    type: 'AWS::S3::BucketPolicy',
    properties: BucketPolicyProperties,
    apply: async ({ properties }) => ({ physicalId: buckets.get(properties.Bucket).name, attributes: {} }),
  }
}
