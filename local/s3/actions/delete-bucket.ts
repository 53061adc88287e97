import { ApiError } from '../../protocol/api-error.ts'
import type { S3Action, S3Answer, S3Call, S3Deps } from '../action.ts'
import type { Store } from '../store/store.ts'

export const deleteBucket: S3Action = { name: 'DeleteBucket', method: 'DELETE', level: 'bucket', run }

const EVERYTHING = { from: '', inclusive: true }

function run({ bucket }: S3Call, { store }: S3Deps): S3Answer {
  store.buckets.get(bucket)
  removeBucket(store, bucket)
  return { status: 204 }
}

/** Throws BucketNotEmpty while there is any version in it. */
export function removeBucket(store: Store, bucket: string): void {
  store.transaction(() => {
    if (store.versions.listAll(EVERYTHING, bucket, 1).length > 0) {
      throw new ApiError(
        'BucketNotEmpty',
        `The bucket ${bucket} is not empty: delete all versions and delete markers in it first.`,
        409,
      )
    }
    for (const upload of store.uploads.list(EVERYTHING, bucket)) store.uploads.close(upload.id)
    store.buckets.remove(bucket)
  })
}
