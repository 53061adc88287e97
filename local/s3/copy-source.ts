import { ApiError } from '../protocol/api-error.ts'
import type { S3Call, S3Deps } from './action.ts'
import { checkCopyConditions } from './conditions.ts'
import { findVersion } from './find-version.ts'
import { checkKey } from './parse-call.ts'
import type { Bucket } from './store/buckets.ts'
import type { ObjectVersion } from './store/object-version.ts'

/** The version that `x-amz-copy-source` names: `bucket/key?versionId=…`, percent-encoded, a slash in front or not. */
export function findCopySource(call: S3Call, { store }: S3Deps): { bucket: Bucket; version: ObjectVersion } {
  const header = String(call.headers['x-amz-copy-source'])
  const [, path = '', versionId] = /^\/?(.*?)(?:\?versionId=(.*))?$/s.exec(header) ?? []
  const source = decode(path, header)
  const slash = source.indexOf('/')
  if (slash < 1 || slash === source.length - 1) throw invalid(header, 'it must name a bucket and a key')
  const key = source.slice(slash + 1)
  checkKey(key)
  const bucket = store.buckets.get(source.slice(0, slash))
  const version = findVersion(store, bucket, key, versionId ?? null)
  checkCopyConditions(call.headers, version)
  return { bucket, version }
}

function decode(path: string, header: string): string {
  try {
    return decodeURIComponent(path)
  } catch (cause) {
    throw Object.assign(invalid(header, 'it must be URL encoded'), { cause })
  }
}

function invalid(header: string, why: string): ApiError {
  return new ApiError('InvalidArgument', `The copy source ${header} is not valid: ${why}.`)
}
