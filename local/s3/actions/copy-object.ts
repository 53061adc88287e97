import { ApiError } from '../../protocol/api-error.ts'
import type { S3Action, S3Answer, S3Call, S3Deps } from '../action.ts'
import { receiveBlob } from '../body/receive-blob.ts'
import { checksumElements, DEFAULT_ALGORITHM, namedAlgorithm } from '../checksum/checksum-headers.ts'
import { findCopySource } from '../copy-source.ts'
import { versionHeader } from '../find-version.ts'
import { type Described, describeObject } from '../object-headers.ts'
import { readObject } from '../read-object.ts'
import { S3_NAMESPACE } from '../send-answer.ts'
import type { ObjectVersion } from '../store/object-version.ts'
import { storeObject } from '../store-object.ts'

export const copyObject: S3Action = { name: 'CopyObject', method: 'PUT', level: 'object', copies: true, run }

async function run(call: S3Call, deps: S3Deps): Promise<S3Answer> {
  deps.store.buckets.get(call.bucket)
  const source = findCopySource(call, deps)
  refuseNoChange(call, source.version)
  const named = call.headers['x-amz-checksum-algorithm']
  const algorithm = named
    ? namedAlgorithm(String(named))
    : (source.version.checksum?.algorithm ?? DEFAULT_ALGORITHM)
  const described = describeCopy(call, source.version)
  const chunks = readObject(deps.store.blobs, source.version).chunks()
  const blob = await receiveBlob(deps.store.blobs, chunks, new Set([algorithm]))
  const { bucket, version } = await storeObject(deps, {
    ...call,
    blob,
    algorithm,
    described,
    conditions: call.headers,
    reason: 'CopyObject',
  })
  return {
    headers: {
      'x-amz-copy-source-version-id': source.bucket.versioning ? source.version.versionId : undefined,
      ...versionHeader(bucket, version),
    },
    xml: {
      CopyObjectResult: {
        $xmlns: S3_NAMESPACE,
        LastModified: new Date(version.modifiedAt),
        ETag: `"${version.etag}"`,
        ...checksumElements(version.checksum),
      },
    },
  }
}

function describeCopy(call: S3Call, source: ObjectVersion): Described {
  const given = describeObject(call)
  return {
    headers: directive(call, 'x-amz-metadata-directive') === 'REPLACE' ? given.headers : source.headers,
    tags: directive(call, 'x-amz-tagging-directive') === 'REPLACE' ? given.tags : source.tags,
    storageClass: given.storageClass,
  }
}

function directive(call: S3Call, name: string): 'COPY' | 'REPLACE' {
  const value = String(call.headers[name] ?? 'COPY')
  if (value === 'COPY' || value === 'REPLACE') return value
  throw new ApiError('InvalidArgument', `Unknown ${name}: ${value}.`)
}

/** S3 takes a copy onto itself only where something besides the bytes becomes another. */
function refuseNoChange(call: S3Call, source: ObjectVersion): void {
  const onItself = source.bucket === call.bucket && source.key === call.key && source.isLatest
  const changes =
    directive(call, 'x-amz-metadata-directive') === 'REPLACE' ||
    call.headers['x-amz-storage-class'] !== undefined ||
    call.headers['x-amz-checksum-algorithm'] !== undefined
  if (!onItself || changes) return
  throw new ApiError(
    'InvalidRequest',
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  )
}
