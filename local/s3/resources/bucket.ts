import { z } from 'zod'
import type { ResourceRequest, ResourceState, ResourceType } from '../../plugin.ts'
import type { S3Deps } from '../action.ts'
import { removeBucket } from '../actions/delete-bucket.ts'
import { checkBucketName } from '../bucket-name.ts'

const Boolish = z.union([z.boolean(), z.stringbool({ truthy: ['true'], falsy: ['false'] })])

const BucketProperties = z.strictObject({
  BucketName: z.string().optional(),
  VersioningConfiguration: z.strictObject({ Status: z.enum(['Enabled', 'Suspended']) }).optional(),
  NotificationConfiguration: z
    .strictObject({
      EventBridgeConfiguration: z.strictObject({ EventBridgeEnabled: Boolish.default(true) }).optional(),
    })
    .optional(),
})
type BucketProperties = z.infer<typeof BucketProperties>

// The longest name a bucket may have.
const NAME_LENGTH_MAX = 63

export function createBucketResource({
  store,
  clock,
  region,
}: Pick<S3Deps, 'store' | 'clock' | 'region'>): ResourceType<BucketProperties> {
  function nameOf({ properties, physicalName }: ResourceRequest<BucketProperties>): string {
    return checkBucketName(
      properties.BucketName ?? physicalName({ maxLength: NAME_LENGTH_MAX, lowerCase: true }),
    )
  }

  async function apply(request: ResourceRequest<BucketProperties>): Promise<ResourceState> {
    const { properties } = request
    const name = nameOf(request)
    const there = store.buckets.find(name)
    // Versioning once on can only be suspended.
    const versioning = properties.VersioningConfiguration?.Status ?? (there?.versioning && 'Suspended')
    store.buckets.put({
      name,
      createdAt: there?.createdAt ?? clock.now(),
      eventBridge:
        properties.NotificationConfiguration?.EventBridgeConfiguration?.EventBridgeEnabled ?? false,
      ...(versioning ? { versioning } : {}),
    })
    return {
      physicalId: name,
      attributes: {
        Arn: `arn:aws:s3:::${name}`,
        DomainName: `${name}.s3.amazonaws.com`,
        RegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
      },
    }
  }

  return {
    type: 'AWS::S3::Bucket',
    properties: BucketProperties,
    apply,
    takenName: async (request) => store.buckets.find(nameOf(request))?.name,
    remove: async ({ physicalId: name }) => removeBucket(store, name),
  }
}
