import { Readable } from 'node:stream'
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import type { Rejects } from '../load/collect-rejects.ts'
import { throwExplained } from './explain-error.ts'

/** Over S3's least size of a part that is not the last, 5 MiB; 10,000 of them are 80 GB of rejects. */
const UPLOAD_PART_BYTES = 8 * 1024 * 1024
const CONTENT_TYPE = 'application/x-ndjson'
/**
 * Named at the begin, for each part and at the end: the SDK sends a checksum with each part anyway, and S3 refuses the end
 * of an upload that does not tell them. https://github.com/aws/aws-sdk-go-v2/issues/3005
 */
const ChecksumAlgorithm = 'CRC32'

/** Reject files in the results bucket. An object of S3 is there whole or not at all, also when a multipart upload makes it. */
export function createS3Rejects(deps: { client: S3Client; bucket: string }): Rejects {
  const { client, bucket: Bucket } = deps

  return {
    putPart: put,

    join: async (parts, tail, key) => {
      const chunks = inChunks(partsThenTail(parts, tail), UPLOAD_PART_BYTES)
      const first = await chunks.next()
      const second = await chunks.next()
      if (first.done || second.done) return put(key, first.done ? new Uint8Array() : first.value)
      return upload(key, [first.value, second.value], chunks)
    },

    removeParts: async (parts) => {
      for (const Key of parts)
        await client.send(new DeleteObjectCommand({ Bucket, Key })).catch(explained('DeleteObject', Key))
    },
  }

  async function put(Key: string, Body: Uint8Array): Promise<void> {
    await client
      .send(new PutObjectCommand({ Bucket, Key, Body, ContentType: CONTENT_TYPE }))
      .catch(explained('PutObject', Key))
  }

  async function* partsThenTail(parts: readonly string[], tail: Uint8Array): AsyncGenerator<Uint8Array> {
    for (const Key of parts) {
      const { Body } = await client
        .send(new GetObjectCommand({ Bucket, Key }))
        .catch(explained('GetObject', Key))
      if (!(Body instanceof Readable)) throw new TypeError(`S3 answered GetObject of ${Key} without a body`)
      yield* bytesOf(Body, Key)
    }
    yield tail
  }

  /** What breaks off in the middle passes, as what does not begin. */
  async function* bytesOf(body: Readable, Key: string): AsyncGenerator<Uint8Array> {
    try {
      yield* body
    } catch (error) {
      throwExplained(error, `GetObject of s3://${Bucket}/${Key}`)
    }
  }

  async function upload(
    Key: string,
    first: readonly Uint8Array[],
    rest: AsyncIterable<Uint8Array>,
  ): Promise<void> {
    const { UploadId } = await client
      .send(new CreateMultipartUploadCommand({ Bucket, Key, ContentType: CONTENT_TYPE, ChecksumAlgorithm }))
      .catch(explained('CreateMultipartUpload', Key))
    const Parts: CompletedPart[] = []
    const send = async (Body: Uint8Array) => {
      const part = { Bucket, Key, UploadId, PartNumber: Parts.length + 1, Body, ChecksumAlgorithm } as const
      const { ETag, ChecksumCRC32 } = await client.send(new UploadPartCommand(part))
      Parts.push({ PartNumber: part.PartNumber, ETag, ChecksumCRC32 })
    }
    try {
      for (const chunk of first) await send(chunk)
      for await (const chunk of rest) await send(chunk)
      await client.send(
        new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
      )
    } catch (error) {
      // Where this fails too, the bucket's own rule ends the upload; the first error is the one to tell.
      await Promise.allSettled([client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }))])
      throwExplained(error, `The upload of s3://${Bucket}/${Key}`)
    }
  }

  function explained(action: string, key: string): (error: unknown) => never {
    return (error) => throwExplained(error, `${action} of s3://${Bucket}/${key}`)
  }
}

/** The same bytes in chunks of one size, the last one apart. */
async function* inChunks(bytes: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = []
  let held = 0
  for await (let chunk of bytes) {
    while (held + chunk.length >= size) {
      const taken = size - held
      yield Buffer.concat([...parts, chunk.subarray(0, taken)])
      chunk = chunk.subarray(taken)
      parts = []
      held = 0
    }
    if (chunk.length > 0) parts.push(chunk)
    held += chunk.length
  }
  if (held > 0) yield Buffer.concat(parts)
}
