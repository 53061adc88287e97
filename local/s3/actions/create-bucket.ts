import { z } from 'zod'
import { ApiError } from '../../protocol/api-error.ts'
import type { S3Action, S3Answer, S3Call, S3Deps } from '../action.ts'
import { readXml } from '../body/read-xml.ts'
import { checkBucketName } from '../bucket-name.ts'

export const createBucket: S3Action = { name: 'CreateBucket', method: 'PUT', level: 'bucket', run }

const Body = z.object({
  CreateBucketConfiguration: z
    .object({ LocationConstraint: z.string().optional() })
    .or(z.string())
    .optional(),
})

async function run(call: S3Call, { store, clock, region }: S3Deps): Promise<S3Answer> {
  const name = checkBucketName(call.bucket)
  const configuration = (await readXml(call, Body)).CreateBucketConfiguration
  const place = typeof configuration === 'object' ? configuration.LocationConstraint : undefined
  if (place !== undefined && place !== region) {
    throw new ApiError(
      'IllegalLocationConstraintException',
      `The ${place} location constraint is incompatible for the region specific endpoint this request was sent to: ${region}.`,
    )
  }
  if (store.buckets.find(name)) {
    throw new ApiError('BucketAlreadyOwnedByYou', `The bucket ${name} already exists, and is yours.`, 409)
  }
  store.buckets.put({ name, createdAt: clock.now(), eventBridge: false })
  return { headers: { location: `/${name}` } }
}
