import type { S3Action, S3Answer, S3Call, S3Deps } from '../action.ts'
import { findUpload } from '../store-part.ts'

export const abortMultipartUpload: S3Action = {
  name: 'AbortMultipartUpload',
  method: 'DELETE',
  level: 'object',
  subresource: 'uploadId',
  run,
}

function run(call: S3Call, deps: S3Deps): S3Answer {
  deps.store.uploads.close(findUpload(call, deps).id)
  return { status: 204 }
}
