import type { S3Action, S3Answer, S3Call, S3Deps } from '../action.ts'
import { findVersion, versionHeader } from '../find-version.ts'

export const deleteObjectTagging: S3Action = {
  name: 'DeleteObjectTagging',
  method: 'DELETE',
  level: 'object',
  subresource: 'tagging',
  run,
}

function run(call: S3Call, { store }: S3Deps): S3Answer {
  const bucket = store.buckets.get(call.bucket)
  const version = findVersion(store, bucket, call.key, call.query.get('versionId'))
  store.versions.putTags(version, {})
  return { status: 204, headers: versionHeader(bucket, version) }
}
