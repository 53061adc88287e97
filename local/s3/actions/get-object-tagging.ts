import type { S3Action, S3Answer, S3Call, S3Deps } from '../action.ts'
import { findVersion, versionHeader } from '../find-version.ts'
import { S3_NAMESPACE } from '../send-answer.ts'

export const getObjectTagging: S3Action = {
  name: 'GetObjectTagging',
  method: 'GET',
  level: 'object',
  subresource: 'tagging',
  run,
}

function run(call: S3Call, { store }: S3Deps): S3Answer {
  const bucket = store.buckets.get(call.bucket)
  const version = findVersion(store, bucket, call.key, call.query.get('versionId'))
  return {
    headers: versionHeader(bucket, version),
    xml: {
      Tagging: {
        $xmlns: S3_NAMESPACE,
        TagSet: { '*Tag': Object.entries(version.tags).map(([Key, Value]) => ({ Key, Value })) },
      },
    },
  }
}
