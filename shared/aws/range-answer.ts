import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import type { GetObjectCommandOutput, HeadObjectCommandOutput } from '@aws-sdk/client-s3'
import type { RangeAnswer } from '../load/fetch-range.ts'
import { type ObjectVersion, objectName } from '../load/object-version.ts'
import { StevedoreError } from '../platform/error.ts'

const CONTENT_RANGE = /^bytes (\d+)-(\d+)\/(\d+)$/

/** The answer to GetObject with a range. Its body ends when the signal aborts. */
export function rangeOf(
  output: GetObjectCommandOutput,
  object: ObjectVersion,
  from: number,
  signal: AbortSignal,
): RangeAnswer {
  const { Body } = output
  const [, start, end, size] = CONTENT_RANGE.exec(output.ContentRange ?? '') ?? []
  const bytes = Number(end) - Number(start) + 1
  if (!(Body instanceof Readable) || Number(start) !== from || output.ContentLength !== bytes) {
    if (Body instanceof Readable) Body.destroy()
    throw unlikeS3(
      object,
      `range ${output.ContentRange}, ${output.ContentLength} bytes, where ${from}- was asked`,
    )
  }
  // The SDK's signal ends with its answer; the body needs one of its own.
  if (signal.aborted) Body.destroy()
  else signal.addEventListener('abort', () => Body.destroy(), { once: true })
  return { kind: 'range', deliver: (take) => deliver(Body, take), ...identity(output, object, Number(size)) }
}

/** The answer to HeadObject, where no byte lies behind `from`. */
export function endOf(output: HeadObjectCommandOutput, object: ObjectVersion, from: number): RangeAnswer {
  if (output.ContentLength !== from)
    throw unlikeS3(object, `a size of ${output.ContentLength} bytes, and no byte from ${from} on`)
  return { kind: 'range', deliver: async () => undefined, ...identity(output, object, from) }
}

function identity(
  { ETag, LastModified }: Pick<GetObjectCommandOutput, 'ETag' | 'LastModified'>,
  object: ObjectVersion,
  sizeBytes: number,
): Pick<RangeAnswer, 'sizeBytes' | 'etag' | 'uploadedAt'> {
  if (!ETag || !LastModified) throw unlikeS3(object, 'neither its etag nor its age')
  return { sizeBytes, etag: ETag.replaceAll('"', ''), uploadedAt: LastModified.toISOString() }
}

/** By events: an iterator makes a promise and more of each chunk. */
function deliver(body: Readable, take: (chunk: Uint8Array) => void): Promise<void> {
  const ended = finished(body, { writable: false })
  body.on('data', take)
  return ended
}

function unlikeS3(object: ObjectVersion, told: string): StevedoreError {
  return new StevedoreError(
    'dependency.unavailable',
    `${objectName(object)} cannot be read: S3 told ${told}. Check what answers at this endpoint`,
  )
}
