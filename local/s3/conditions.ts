import type { IncomingHttpHeaders } from 'node:http'
import { ApiError } from '../protocol/api-error.ts'
import { S3Error } from './s3-error.ts'
import type { ObjectVersion } from './store/object-version.ts'

type Conditions = {
  readonly match?: string | undefined
  readonly noneMatch?: string | undefined
  readonly modifiedSince?: string | undefined
  readonly unmodifiedSince?: string | undefined
}

/** Of a GET or HEAD: throws 412, or 304 where the client has it already. */
export function checkReadConditions(headers: IncomingHttpHeaders, version: ObjectVersion): void {
  const failed = failedCondition(version, {
    match: headers['if-match'],
    noneMatch: headers['if-none-match'],
    modifiedSince: headers['if-modified-since'],
    unmodifiedSince: headers['if-unmodified-since'],
  })
  if (failed === 'If-None-Match' || failed === 'If-Modified-Since') {
    throw new S3Error('NotModified', 'Not Modified', 304, {
      etag: `"${version.etag}"`,
      'last-modified': new Date(version.modifiedAt).toUTCString(),
    })
  }
  if (failed) throw preconditionFailed(failed)
}

/** Of the source of a copy: every condition that fails is a 412. */
export function checkCopyConditions(headers: IncomingHttpHeaders, source: ObjectVersion): void {
  const prefix = 'x-amz-copy-source-'
  const failed = failedCondition(source, {
    match: one(headers[`${prefix}if-match`]),
    noneMatch: one(headers[`${prefix}if-none-match`]),
    modifiedSince: one(headers[`${prefix}if-modified-since`]),
    unmodifiedSince: one(headers[`${prefix}if-unmodified-since`]),
  })
  if (failed) throw preconditionFailed(`${prefix}${failed}`)
}

/** Of a write: call it in the same step as the write. `current` is the latest version, if there is one. */
export function checkWriteConditions(headers: IncomingHttpHeaders, current: ObjectVersion | undefined): void {
  const there = current && !current.isDeleteMarker ? current : undefined
  const noneMatch = headers['if-none-match']
  if (noneMatch !== undefined && noneMatch !== '*') {
    throw new ApiError(
      'NotImplemented',
      `S3 takes If-None-Match on a write with * only, not ${noneMatch}.`,
      501,
    )
  }
  if (noneMatch === '*' && there) throw preconditionFailed('If-None-Match')
  const match = headers['if-match']
  if (match === undefined) return
  if (!there) throw new ApiError('NoSuchKey', 'The specified key does not exist: If-Match needs one.', 404)
  if (!matches(match, there.etag)) throw preconditionFailed('If-Match')
}

/** In the order of RFC 9110, 13.2.2: a condition on the ETag makes the one on the date void. */
function failedCondition(version: ObjectVersion, conditions: Conditions): string | undefined {
  const modifiedSecond = Math.floor(version.modifiedAt / 1000) * 1000
  const { match, noneMatch, modifiedSince, unmodifiedSince } = conditions
  if (match !== undefined) {
    if (!matches(match, version.etag)) return 'If-Match'
  } else if (unmodifiedSince !== undefined && modifiedSecond > Date.parse(unmodifiedSince)) {
    return 'If-Unmodified-Since'
  }
  if (noneMatch !== undefined) {
    if (matches(noneMatch, version.etag)) return 'If-None-Match'
  } else if (modifiedSince !== undefined && modifiedSecond <= Date.parse(modifiedSince)) {
    return 'If-Modified-Since'
  }
  return undefined
}

function matches(header: string, etag: string): boolean {
  return header
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, '').replaceAll('"', ''))
    .some((tag) => tag === '*' || tag === etag)
}

function preconditionFailed(condition: string): ApiError {
  return new ApiError(
    'PreconditionFailed',
    `At least one of the pre-conditions you specified did not hold: ${condition}.`,
    412,
  )
}

function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(',') : value
}
