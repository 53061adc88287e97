import { createHash, randomBytes } from 'node:crypto'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDigest } from '../../../local/s3/checksum/checksum.ts'
import { makeBucket, type RunningS3, removeFolder, startS3, temporaryFolder } from './setup.ts'

const Bucket = 'multipart'
const PART_BYTES = 5 * 1024 ** 2
const bytes = randomBytes(2 * PART_BYTES + 1000)
const pieces = [
  bytes.subarray(0, PART_BYTES),
  bytes.subarray(PART_BYTES, 2 * PART_BYTES),
  bytes.subarray(2 * PART_BYTES),
]
const folder = temporaryFolder()
let s3: RunningS3

beforeAll(async () => {
  s3 = await startS3(folder)
  await makeBucket(s3, Bucket)
})

afterAll(async () => {
  await s3.stop()
  removeFolder(folder)
  expect(s3.failures).toEqual([])
})

test('parts sent in any order become one object, whose ETag is of the parts', async () => {
  const UploadId = await create('whole', { ContentType: 'text/csv', Metadata: { a: '1' }, Tagging: 't=1' })
  const parts = [
    await upload('whole', UploadId, 3),
    await upload('whole', UploadId, 1),
    await upload('whole', UploadId, 2),
  ]
  await expect(s3.s3.readObject(Bucket, 'whole')).rejects.toMatchObject({ code: 'NoSuchKey' })
  const completed = await complete('whole', UploadId, parts.toSorted(byNumber))
  const md5OfMd5s = createHash('md5')
  for (const piece of pieces) md5OfMd5s.update(createHash('md5').update(piece).digest())
  expect(completed.ETag).toBe(`"${md5OfMd5s.digest('hex')}-3"`)

  const got = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'whole' }))
  expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true)
  expect(got).toMatchObject({
    ContentType: 'text/csv',
    Metadata: { a: '1' },
    TagCount: 1,
    ETag: completed.ETag,
  })
  await expect(complete('whole', UploadId, parts)).rejects.toMatchObject({ name: 'NoSuchUpload' })
})

test('a range over the seam of two parts is whole', async () => {
  await uploadAll('seam')
  const range = { Range: `bytes=${PART_BYTES - 3}-${PART_BYTES + 2}` }
  const got = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'seam', ...range }))
  expect(Buffer.from((await got.Body?.transformToByteArray()) ?? [])).toEqual(
    bytes.subarray(PART_BYTES - 3, PART_BYTES + 3),
  )
})

test('a GET by part number gives that part, and says how many there are', async () => {
  await uploadAll('numbered')
  const got = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'numbered', PartNumber: 3 }))
  expect(got).toMatchObject({ PartsCount: 3, ContentLength: 1000 })
  expect(Buffer.from((await got.Body?.transformToByteArray()) ?? [])).toEqual(pieces[2])
  const none = s3.client.send(new GetObjectCommand({ Bucket, Key: 'numbered', PartNumber: 4 }))
  await expect(none).rejects.toMatchObject({ $metadata: { httpStatusCode: 416 } })
})

test.each(['CRC32', 'CRC32C', 'CRC64NVME'] as const)(
  '%s over parts is that of all bytes, where it is asked for',
  async (name) => {
    const completed = await uploadAll(`full ${name}`, {
      ChecksumAlgorithm: name,
      ChecksumType: 'FULL_OBJECT',
    })
    const whole = createDigest(name)
    whole.update(bytes)
    expect(completed[`Checksum${name}`]).toBe(whole.digest().toString('base64'))
    const got = await s3.client.send(
      new GetObjectCommand({ Bucket, Key: `full ${name}`, ChecksumMode: 'ENABLED' }),
    )
    expect((await got.Body?.transformToByteArray())?.length).toBe(bytes.length)
  },
)

test('a SHA256 over parts is of their hashes', async () => {
  const completed = await uploadAll('composite', { ChecksumAlgorithm: 'SHA256' })
  const hash = createHash('sha256')
  for (const piece of pieces) hash.update(createHash('sha256').update(piece).digest())
  expect(completed).toMatchObject({ ChecksumSHA256: `${hash.digest('base64')}-3`, ChecksumType: 'COMPOSITE' })
})

test('a SHA256 of all bytes cannot be had from parts', async () => {
  const both = { ChecksumAlgorithm: 'SHA256', ChecksumType: 'FULL_OBJECT' } as const
  await expect(create('impossible', both)).rejects.toMatchObject({ name: 'InvalidRequest' })
})

test('a part that is sent again takes the place of the first', async () => {
  const UploadId = await create('again')
  await upload('again', UploadId, 1, Buffer.from('first'))
  const part = await upload('again', UploadId, 1, Buffer.from('second'))
  await complete('again', UploadId, [part])
  expect((await s3.s3.readObject(Bucket, 'again')).toString()).toBe('second')
})

test('parts in the wrong order, unknown, changed or too small are refused', async () => {
  const UploadId = await create('refused')
  const first = await upload('refused', UploadId, 1, Buffer.from('small'))
  const second = await upload('refused', UploadId, 2)
  const refusal = (parts: (typeof first)[]) =>
    complete('refused', UploadId, parts).catch((error) => error.name)
  expect(await refusal([second, first])).toBe('InvalidPartOrder')
  expect(await refusal([{ ...second, PartNumber: 7 }])).toBe('InvalidPart')
  expect(await refusal([{ ...second, ETag: first.ETag }])).toBe('InvalidPart')
  expect(await refusal([first, second])).toBe('EntityTooSmall')
  await complete('refused', UploadId, [second])
})

test.each([0, 10_001])('a part has no number %i', async (number) => {
  const UploadId = await create('numbers')
  await expect(upload('numbers', UploadId, number, Buffer.from('x'))).rejects.toMatchObject({
    name: 'InvalidArgument',
  })
})

test('an end that leaves out the checksums of parts is refused, as S3 refuses it', async () => {
  const parts = { unnamed: {}, composite: { ChecksumAlgorithm: 'CRC32' } } as const
  for (const [Key, more] of Object.entries(parts)) {
    const UploadId = await create(Key, more)
    const { PartNumber, ETag, ...checksums } = await upload(Key, UploadId, 1, Buffer.from('x'), more)
    await expect(complete(Key, UploadId, [{ PartNumber, ETag }])).rejects.toMatchObject({
      name: Key === 'unnamed' ? 'InvalidPart' : 'InvalidRequest',
    })
    await complete(Key, UploadId, [{ PartNumber, ETag, ...checksums }])
  }
  const full = { ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' } as const
  const UploadId = await create('full', full)
  const { PartNumber, ETag } = await upload('full', UploadId, 1, Buffer.from('x'))
  await complete('full', UploadId, [{ PartNumber, ETag }])
})

test('an object made of parts bears the time at which its upload began', async () => {
  const UploadId = await create('dated')
  const { Uploads = [] } = await s3.client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: 'dated' }))
  const parts = [await upload('dated', UploadId, 1)]
  await complete('dated', UploadId, parts)
  const { Contents = [] } = await s3.client.send(new ListObjectsV2Command({ Bucket, Prefix: 'dated' }))
  expect(Contents[0]?.LastModified).toEqual(Uploads[0]?.Initiated)
})

test('an aborted upload is gone with its parts', async () => {
  const UploadId = await create('aborted')
  await upload('aborted', UploadId, 1)
  await s3.client.send(new AbortMultipartUploadCommand({ Bucket, Key: 'aborted', UploadId }))
  await expect(upload('aborted', UploadId, 2)).rejects.toMatchObject({ name: 'NoSuchUpload' })
})

test('uploads and parts are listed page by page', async () => {
  const ids = [await create('listed/a'), await create('listed/a'), await create('listed/b')]
  const first = await s3.client.send(
    new ListMultipartUploadsCommand({ Bucket, Prefix: 'listed/', MaxUploads: 1 }),
  )
  const { NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = first
  const rest = await s3.client.send(
    new ListMultipartUploadsCommand({ Bucket, Prefix: 'listed/', KeyMarker, UploadIdMarker }),
  )
  const listed = [...(first.Uploads ?? []), ...(rest.Uploads ?? [])].map((one) => one.UploadId)
  expect(listed.toSorted()).toEqual(ids.toSorted())
  expect(rest.IsTruncated).toBe(false)

  const UploadId = ids[0] ?? ''
  for (const number of [1, 2, 3]) await upload('listed/a', UploadId, number, Buffer.from(`part ${number}`))
  const parts = await s3.client.send(new ListPartsCommand({ Bucket, Key: 'listed/a', UploadId, MaxParts: 2 }))
  expect(parts).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '2' })
  const last = await s3.client.send(
    new ListPartsCommand({ Bucket, Key: 'listed/a', UploadId, PartNumberMarker: parts.NextPartNumberMarker }),
  )
  expect(last.Parts).toMatchObject([{ PartNumber: 3, Size: 6 }])
})

test('a part is copied from a range of another object', async () => {
  await s3.client.send(new PutObjectCommand({ Bucket, Key: 'letters', Body: 'abcdefghij' }))
  const UploadId = await create('copied')
  const copy = { Bucket, Key: 'copied', UploadId, PartNumber: 1, CopySource: `${Bucket}/letters` }
  const behind = new UploadPartCopyCommand({ ...copy, CopySourceRange: 'bytes=2-10' })
  await expect(s3.client.send(behind)).rejects.toMatchObject({ name: 'InvalidArgument' })
  const { CopyPartResult } = await s3.client.send(
    new UploadPartCopyCommand({ ...copy, CopySourceRange: 'bytes=2-4' }),
  )
  await complete('copied', UploadId, [{ PartNumber: 1, ETag: CopyPartResult?.ETag }])
  expect((await s3.s3.readObject(Bucket, 'copied')).toString()).toBe('cde')
})

test('an upload is completed only if nothing is there, when it says so', async () => {
  const UploadId = await create('letters')
  const part = await upload('letters', UploadId, 1, Buffer.from('x'))
  await s3.client.send(new PutObjectCommand({ Bucket, Key: 'letters', Body: 'there' }))
  await expect(complete('letters', UploadId, [part], { IfNoneMatch: '*' })).rejects.toMatchObject({
    name: 'PreconditionFailed',
  })
})

test('an upload whose size is not the one announced is refused', async () => {
  const UploadId = await create('size')
  const part = await upload('size', UploadId, 1, Buffer.from('x'))
  const refused = complete('size', UploadId, [part], { MpuObjectSize: 2 })
  await expect(refused).rejects.toMatchObject({ name: 'InvalidRequest' })
  const head = s3.client.send(new HeadObjectCommand({ Bucket, Key: 'size' }))
  await expect(head).rejects.toMatchObject({ name: 'NotFound' })
})

type Part = { PartNumber: number; ETag: string | undefined }

async function create(Key: string, more: Partial<CreateMultipartUploadCommandInput> = {}): Promise<string> {
  const { UploadId } = await s3.client.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }))
  return UploadId ?? ''
}

async function upload(
  Key: string,
  UploadId: string,
  PartNumber: number,
  Body = pieces[PartNumber - 1] ?? Buffer.alloc(0),
  more: object = {},
) {
  const { $metadata, ...part } = await s3.client.send(
    new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body, ...more }),
  )
  return { PartNumber, ...part, ETag: part.ETag }
}

function complete(Key: string, UploadId: string, Parts: Part[], more: object = {}) {
  return s3.client.send(
    new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...more }),
  )
}

async function uploadAll(Key: string, more: Partial<CreateMultipartUploadCommandInput> = {}) {
  const UploadId = await create(Key, more)
  const { ChecksumAlgorithm } = more
  const parts = await Promise.all(
    [1, 2, 3].map((number) => upload(Key, UploadId, number, undefined, { ChecksumAlgorithm })),
  )
  return complete(Key, UploadId, parts)
}

function byNumber(a: Part, b: Part): number {
  return a.PartNumber - b.PartNumber
}
