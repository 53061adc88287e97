import { type FileHandle, open } from 'node:fs/promises'
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { StevedoreError } from '../../shared/platform/error.ts'

/** A smaller file goes in one request. */
const PART_BYTES = 8 * 1024 * 1024
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const PARTS_MAX = 10_000
/** Parts on their way at once; with their size this is the memory that an upload takes. */
const PARTS_AT_ONCE = 4

export interface Upload {
  readonly s3: S3Client
  readonly bucket: string
  readonly key: string
  readonly file: string
  readonly bytes: number
  readonly signal: AbortSignal
  onProgress(bytes: number): void
}

/** Uploads a file and answers the object's version. Aborted, or failed, it leaves nothing behind. */
export async function uploadFile(upload: Upload): Promise<string> {
  const handle = await open(upload.file)
  try {
    const { mtimeMs } = await handle.stat()
    const mustBeAsBefore = () => refuseChanged(upload, handle, mtimeMs)
    const send = upload.bytes > PART_BYTES ? inParts : inOne
    const version = await send(upload, handle, mustBeAsBefore)
    if (version) return version
    throw new StevedoreError(
      'config.invalid',
      `The bucket ${upload.bucket} keeps no versions, and a load is known by its version. Is it the landing bucket of the stack?`,
    )
  } finally {
    await handle.close()
  }
}

async function inOne(
  upload: Upload,
  handle: FileHandle,
  mustBeAsBefore: () => Promise<void>,
): Promise<string | undefined> {
  const { s3, bucket: Bucket, key: Key, bytes, signal: abortSignal } = upload
  const Body = await readAt(upload, handle, 0, bytes)
  await mustBeAsBefore()
  const { VersionId } = await s3.send(new PutObjectCommand({ Bucket, Key, Body }), { abortSignal })
  upload.onProgress(bytes)
  return VersionId
}

async function inParts(
  upload: Upload,
  handle: FileHandle,
  mustBeAsBefore: () => Promise<void>,
): Promise<string | undefined> {
  const { s3, bucket: Bucket, key: Key, signal: abortSignal } = upload
  const { UploadId } = await s3.send(
    new CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm: 'CRC32' }),
    { abortSignal },
  )
  try {
    const Parts = await sendParts(upload, handle, UploadId)
    await mustBeAsBefore()
    abortSignal.throwIfAborted()
    // Not to be aborted: once it is sent, the object may be there.
    const complete = new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } })
    return (await s3.send(complete)).VersionId
  } catch (error) {
    await s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId })).catch((left: Error) => {
      throw new AggregateError(
        [error, left],
        `The upload of ${Key} ended, and its parts are left in ${Bucket}: ${left.message}. Remove them with aws s3api abort-multipart-upload --upload-id ${UploadId}`,
      )
    })
    throw error
  }
}

/** Ends with no part on its way, well or not: what arrives after an abort would stay. */
async function sendParts(
  upload: Upload,
  handle: FileHandle,
  UploadId: string | undefined,
): Promise<CompletedPart[]> {
  const { s3, bucket: Bucket, key: Key, bytes, onProgress } = upload
  const partBytes = Math.max(PART_BYTES, Math.ceil(bytes / PARTS_MAX))
  const count = Math.ceil(bytes / partBytes)
  const parts: CompletedPart[] = []
  const failed = new AbortController()
  const abortSignal = AbortSignal.any([upload.signal, failed.signal])
  let next = 0
  let done = 0

  async function sendSome(): Promise<void> {
    while (next < count) {
      const index = next++
      const start = index * partBytes
      const length = Math.min(partBytes, bytes - start)
      const Body = await readAt(upload, handle, start, length)
      const part = { Bucket, Key, UploadId, PartNumber: index + 1, Body, ChecksumAlgorithm: 'CRC32' } as const
      const { ETag, ChecksumCRC32 } = await s3.send(new UploadPartCommand(part), { abortSignal })
      parts[index] = { PartNumber: index + 1, ETag, ChecksumCRC32 }
      done += length
      onProgress(done)
    }
  }

  const senders = Array.from({ length: PARTS_AT_ONCE }, () =>
    sendSome().catch((error: unknown) => failed.abort(error)),
  )
  await Promise.all(senders)
  // The reason is the first fault; what the others say is that they were aborted.
  abortSignal.throwIfAborted()
  return parts
}

/** Of a file that another program writes, a last row would be cut off, or rows of two times stand side by side. */
async function refuseChanged({ file, bytes }: Upload, handle: FileHandle, mtimeMs: number): Promise<void> {
  const now = await handle.stat()
  if (now.size === bytes && now.mtimeMs === mtimeMs) return
  throw new StevedoreError(
    'config.invalid',
    `${file} changed while it was read: it had ${bytes} bytes, and has ${now.size}. Nothing was uploaded: try again when it is written whole`,
  )
}

async function readAt(
  { file, signal }: Upload,
  handle: FileHandle,
  start: number,
  length: number,
): Promise<Buffer> {
  signal.throwIfAborted()
  const buffer = Buffer.alloc(length)
  for (let filled = 0; filled < length; ) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, start + filled)
    if (bytesRead === 0)
      throw new StevedoreError(
        'config.invalid',
        `${file} became shorter while it was read. Nothing was uploaded`,
      )
    filled += bytesRead
  }
  return buffer
}
