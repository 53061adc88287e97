import type { S3Action, S3Answer, S3Call, S3Deps } from '../action.ts'
import { checkWriteConditions } from '../conditions.ts'
import { deleteVersion } from '../delete-version.ts'

export const deleteObject: S3Action = { name: 'DeleteObject', method: 'DELETE', level: 'object', run }

async function run(call: S3Call, deps: S3Deps): Promise<S3Answer> {
  const bucket = deps.store.buckets.get(call.bucket)
  const versionId = call.query.get('versionId') ?? undefined
  const deleted = await deleteVersion(deps, { bucket, key: call.key, versionId }, call.requestId, (version) =>
    checkWriteConditions(call.headers, version),
  )
  return {
    status: 204,
    headers: {
      'x-amz-version-id': deleted.versionId,
      'x-amz-delete-marker': deleted.deleteMarker ? 'true' : undefined,
    },
  }
}
