import { createHash } from 'node:crypto'
import { z } from 'zod'
import { ApiError } from '../../protocol/api-error.ts'
import type { S3Action, S3Answer, S3Call, S3Deps } from '../action.ts'
import { readXml } from '../body/read-xml.ts'
import type { Checksum } from '../checksum/checksum.ts'
import { checksumElements, sentChecksum } from '../checksum/checksum-headers.ts'
import { checkWriteConditions } from '../conditions.ts'
import { versionHeader } from '../find-version.ts'
import { multipartChecksum } from '../multipart-checksum.ts'
import { S3_NAMESPACE } from '../send-answer.ts'
import type { Upload, UploadedPart } from '../store/uploads.ts'
import { findUpload } from '../store-part.ts'

// Amazon S3 User Guide, "Amazon S3 multipart upload limits": 5 MiB for every part but the last.
const PART_BYTES_MIN = 5 * 1024 ** 2

export const completeMultipartUpload: S3Action = {
  name: 'CompleteMultipartUpload',
  method: 'POST',
  level: 'object',
  subresource: 'uploadId',
  run,
}

const NamedPart = z.looseObject({ PartNumber: z.coerce.number().int(), ETag: z.string().optional() })
type NamedPart = z.infer<typeof NamedPart>
const Body = z.object({ CompleteMultipartUpload: z.object({ Part: z.array(NamedPart).min(1) }) })

async function run(call: S3Call, deps: S3Deps): Promise<S3Answer> {
  findUpload(call, deps)
  const named = (await readXml(call, Body, ['Part'])).CompleteMultipartUpload.Part
  const { store } = deps
  const { bucket, version } = store.transaction(() => {
    const bucket = store.buckets.get(call.bucket)
    const upload = findUpload(call, deps)
    const parts = chooseParts(named, store.uploads.parts(upload.id), upload)
    const checksum = multipartChecksum(upload, parts)
    const size = parts.reduce((sum, part) => sum + part.size, 0)
    checkWhole(call, checksum, size)
    checkWriteConditions(call.headers, store.versions.latest(bucket.name, call.key))
    const version = store.versions.add(bucket, call.key, {
      headers: upload.headers,
      storageClass: upload.storageClass,
      tags: upload.tags,
      size,
      etag: etagOf(parts),
      // Amazon S3 User Guide, "Working with object metadata": Last-Modified of a multipart upload is that of its begin.
      modifiedAt: upload.createdAt,
      checksum,
      parts: parts.map(({ blob, size }) => ({ blob, size })),
      multipart: true,
    })
    store.uploads.close(upload.id, new Set(parts.map((part) => part.blob)))
    return { bucket, version }
  })
  await deps.notify.created(bucket, version, 'CompleteMultipartUpload', call.requestId)
  return {
    headers: versionHeader(bucket, version),
    xml: {
      CompleteMultipartUploadResult: {
        $xmlns: S3_NAMESPACE,
        Location: `http://${call.headers.host}/${call.bucket}/${encodeURIComponent(call.key)}`,
        Bucket: call.bucket,
        Key: call.key,
        ETag: `"${version.etag}"`,
        ...checksumElements(version.checksum),
      },
    },
  }
}

/** The uploaded parts that the client names, once they are those it means. */
function chooseParts(
  named: readonly NamedPart[],
  uploaded: readonly UploadedPart[],
  upload: Upload,
): UploadedPart[] {
  const byNumber = new Map(uploaded.map((part) => [part.number, part]))
  const parts = named.map((name, index) => {
    if (index > 0 && name.PartNumber <= (named[index - 1]?.PartNumber ?? 0)) {
      throw new ApiError('InvalidPartOrder', 'The list of parts was not in ascending order by part number.')
    }
    const part = byNumber.get(name.PartNumber)
    if (part && name.ETag?.replaceAll('"', '') === part.md5 && hasChecksum(name, part, upload)) return part
    throw new ApiError(
      'InvalidPart',
      `The part ${name.PartNumber} could not be found: it was not uploaded, or its ETag or checksum is another.`,
    )
  })
  for (const part of parts.slice(0, -1)) {
    if (part.size < PART_BYTES_MIN) {
      throw new ApiError(
        'EntityTooSmall',
        `Your proposed upload is smaller than the minimum allowed size: part ${part.number} has ${part.size} of ${PART_BYTES_MIN} bytes.`,
      )
    }
  }
  return parts
}

/**
 * Whether the end names the part's checksum. Where the upload named an algorithm, the checksum of a composite may not be
 * missing; where it named none, that of a part which was sent with one may not: S3 then does not know the part.
 * https://github.com/aws/aws-sdk-go-v2/issues/3005, https://github.com/aws/aws-sdk-java-v2/issues/6518
 */
function hasChecksum(name: NamedPart, part: UploadedPart, upload: Upload): boolean {
  const algorithm = upload.checksumAlgorithm
  const told = name[`Checksum${algorithm}`]
  if (told !== undefined) return told === part.checksum
  if (upload.checksumNamed && upload.checksumType === 'COMPOSITE') {
    throw new ApiError(
      'InvalidRequest',
      `The upload was created using a ${algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${part.number} in the request.`,
    )
  }
  const { sent } = part
  if (upload.checksumNamed || !sent || sent.algorithm === algorithm) return true
  return name[`Checksum${sent.algorithm}`] === sent.value
}

function checkWhole(call: S3Call, checksum: Checksum, size: number): void {
  const sent = sentChecksum(call.headers)
  if (sent?.value && (sent.algorithm !== checksum.algorithm || sent.value !== checksum.value)) {
    throw new ApiError(
      'BadDigest',
      `The ${sent.algorithm} you specified did not match the calculated checksum.`,
    )
  }
  const declared = call.headers['x-amz-mp-object-size']
  if (declared === undefined || Number(declared) === size) return
  throw new ApiError(
    'InvalidRequest',
    `The provided 'x-amz-mp-object-size' header value ${declared} does not match what was computed: ${size}`,
  )
}

function etagOf(parts: readonly UploadedPart[]): string {
  const hash = createHash('md5')
  for (const part of parts) hash.update(part.md5, 'hex')
  return `${hash.digest('hex')}-${parts.length}`
}
