import { z } from 'zod'
import { ApiError } from '../../protocol/api-error.ts'
import type { S3Action, S3Answer, S3Call, S3Deps } from '../action.ts'
import { readXml } from '../body/read-xml.ts'
import { checkWriteConditions } from '../conditions.ts'
import { deleteVersion } from '../delete-version.ts'
import { S3_NAMESPACE } from '../send-answer.ts'
import type { Bucket } from '../store/buckets.ts'

export const deleteObjects: S3Action = {
  name: 'DeleteObjects',
  method: 'POST',
  level: 'bucket',
  subresource: 'delete',
  run,
}

const OBJECTS_MAX = 1000
const Target = z.object({
  Key: z.string().min(1),
  VersionId: z.string().optional(),
  ETag: z.string().optional(),
})
const Body = z.object({
  Delete: z.object({ Object: z.array(Target).min(1).max(OBJECTS_MAX), Quiet: z.string().optional() }),
})

async function run(call: S3Call, deps: S3Deps): Promise<S3Answer> {
  const bucket = deps.store.buckets.get(call.bucket)
  const { Object: targets, Quiet } = (await readXml(call, Body, ['Object'])).Delete
  const deleted: object[] = []
  const errors: object[] = []
  for (const target of targets) {
    const result = await deleteOne(deps, bucket, target, call.requestId)
    if ('Code' in result) errors.push(result)
    else deleted.push(result)
  }
  return {
    xml: {
      DeleteResult: {
        $xmlns: S3_NAMESPACE,
        '*Deleted': Quiet === 'true' ? [] : deleted,
        '*Error': errors,
      },
    },
  }
}

async function deleteOne(deps: S3Deps, bucket: Bucket, target: z.infer<typeof Target>, requestId: string) {
  const { Key, VersionId } = target
  try {
    const done = await deleteVersion(deps, { bucket, key: Key, versionId: VersionId }, requestId, (version) =>
      checkWriteConditions(target.ETag === undefined ? {} : { 'if-match': target.ETag }, version),
    )
    return {
      Key,
      VersionId,
      DeleteMarker: done.deleteMarker || undefined,
      DeleteMarkerVersionId: done.deleteMarker ? done.versionId : undefined,
    }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return { Key, VersionId, Code: error.code, Message: error.message }
  }
}
