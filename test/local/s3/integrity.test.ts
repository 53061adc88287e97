import { createHash } from 'node:crypto'
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CHECKSUM_ALGORITHMS } from '../../../local/s3/checksum/checksum.ts'
import { makeBucket, type RunningS3, removeFolder, startS3, temporaryFolder } from './setup.ts'

const Bucket = 'integrity'
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

test.each(CHECKSUM_ALGORITHMS)(
  'the %s that the SDK computes is verified, kept and given back',
  async (algorithm) => {
    const put = await s3.client.send(
      new PutObjectCommand({ Bucket, Key: algorithm, Body: 'hello', ChecksumAlgorithm: algorithm }),
    )
    const name = `Checksum${algorithm}` as const
    expect(put[name]).toMatch(/=$/)
    const got = await s3.client.send(
      new GetObjectCommand({ Bucket, Key: algorithm, ChecksumMode: 'ENABLED' }),
    )
    expect(await got.Body?.transformToString()).toBe('hello')
    expect(got[name]).toBe(put[name])
    expect(got.ChecksumType).toBe('FULL_OBJECT')
  },
)

test('an upload without a checksum gets a CRC64NVME', async () => {
  expect((await send('plain', '123456789')).status).toBe(200)
  const head = await s3.client.send(new HeadObjectCommand({ Bucket, Key: 'plain', ChecksumMode: 'ENABLED' }))
  expect(head.ChecksumCRC64NVME).toBe(Buffer.from('ae8b14860a799888', 'hex').toString('base64'))
})

const MD5 = createHash('md5').update('hello').digest('base64')
const SHA256 = createHash('sha256').update('hello').digest('hex')

test.each<[string, string, Record<string, string>, number, string]>([
  ['a CRC32 of other bytes', 'hallo', { 'x-amz-checksum-crc32': 'NhCmhg==' }, 400, 'BadDigest'],
  ['a CRC32 that is none', 'hello', { 'x-amz-checksum-crc32': 'NhCm' }, 400, 'InvalidRequest'],
  [
    'two checksums',
    'hello',
    { 'x-amz-checksum-crc32': 'NhCmhg==', 'x-amz-checksum-crc32c': 'mnG7TA==' },
    400,
    'InvalidRequest',
  ],
  ['a checksum of an unknown kind', 'hello', { 'x-amz-checksum-xxhash3': 'AAAA' }, 501, 'NotImplemented'],
  ['an MD5 of other bytes', 'hallo', { 'content-md5': MD5 }, 400, 'BadDigest'],
  ['an MD5 that is none', 'hello', { 'content-md5': 'AAAA' }, 400, 'InvalidDigest'],
  [
    'a signed hash of other bytes',
    'hallo',
    { 'x-amz-content-sha256': SHA256 },
    400,
    'XAmzContentSHA256Mismatch',
  ],
  [
    'a trailer of other bytes',
    '5\r\nhallo\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n',
    trailer('5'),
    400,
    'BadDigest',
  ],
  ['a trailer that does not come', '5\r\nhello\r\n0\r\n\r\n', trailer('5'), 400, 'InvalidRequest'],
  [
    'fewer bytes than were announced',
    '5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n',
    trailer('6'),
    400,
    'IncompleteBody',
  ],
  ['frames that are none', 'hello\r\n', trailer('5'), 400, 'InvalidRequest'],
  ['a lock', 'hello', { 'x-amz-object-lock-mode': 'GOVERNANCE' }, 501, 'NotImplemented'],
  ['a storage class that is none', 'hello', { 'x-amz-storage-class': 'CELLAR' }, 400, 'InvalidStorageClass'],
])('an upload with %s is refused, and leaves nothing', async (_name, body, headers, status, code) => {
  const answer = await send('refused', body, headers)
  expect(answer.status).toBe(status)
  expect(await answer.text()).toContain(`<Code>${code}</Code>`)
  await expect(s3.s3.readObject(Bucket, 'refused')).rejects.toMatchObject({ code: 'NoSuchKey' })
})

test('an upload with the right MD5 and the right signed hash is taken', async () => {
  const answer = await send('right', 'hello', { 'content-md5': MD5, 'x-amz-content-sha256': SHA256 })
  expect(answer.status).toBe(200)
})

test('signed chunks are read like unsigned ones', async () => {
  const signature = `;chunk-signature=${'0'.repeat(64)}`
  const answer = await send('signed', `5${signature}\r\nhello\r\n0${signature}\r\n\r\n`, {
    'content-encoding': 'aws-chunked',
    'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
    'x-amz-decoded-content-length': '5',
  })
  expect(answer.status).toBe(200)
  expect((await s3.s3.readObject(Bucket, 'signed')).toString()).toBe('hello')
})

test('an upload of unknown length is refused', async () => {
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(Buffer.from('hello'))
      controller.close()
    },
  })
  const answer = await fetch(`${s3.url}/${Bucket}/unknown`, { method: 'PUT', body, duplex: 'half' })
  expect(answer.status).toBe(411)
  expect(await answer.text()).toContain('MissingContentLength')
})

function trailer(decodedLength: string): Record<string, string> {
  return {
    'content-encoding': 'aws-chunked',
    'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    'x-amz-trailer': 'x-amz-checksum-crc32',
    'x-amz-decoded-content-length': decodedLength,
  }
}

function send(key: string, body: string, headers: Record<string, string> = {}) {
  return fetch(`${s3.url}/${Bucket}/${key}`, { method: 'PUT', body, headers })
}
