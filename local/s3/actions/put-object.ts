import type { S3Action, S3Answer, S3Call, S3Deps } from '../action.ts'
import { receiveBody } from '../body/receive-body.ts'
import { checksumHeaders, uploadAlgorithm } from '../checksum/checksum-headers.ts'
import { versionHeader } from '../find-version.ts'
import { describeObject } from '../object-headers.ts'
import { storeObject } from '../store-object.ts'

export const putObject: S3Action = { name: 'PutObject', method: 'PUT', level: 'object', run }

async function run(call: S3Call, deps: S3Deps): Promise<S3Answer> {
  deps.store.buckets.get(call.bucket)
  const described = describeObject(call)
  const algorithm = uploadAlgorithm(call.headers)
  const blob = await receiveBody(call, deps.store.blobs, algorithm)
  const { bucket, version } = await storeObject(deps, {
    ...call,
    blob,
    algorithm,
    described,
    conditions: call.headers,
    reason: 'PutObject',
  })
  return {
    headers: {
      etag: `"${version.etag}"`,
      ...versionHeader(bucket, version),
      ...checksumHeaders(version.checksum),
    },
  }
}
