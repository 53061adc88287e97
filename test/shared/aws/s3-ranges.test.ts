import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { mockClient } from 'aws-sdk-client-mock'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createS3Objects } from '../../../shared/aws/s3-objects.ts'
import { ObjectGoneError } from '../../../shared/load/fetch-range.ts'
import { openObject, RANGE_BYTES } from '../../../shared/load/open-object.ts'
import { systemClock as clock } from '../../../shared/platform/clock.ts'
import {
  makeBucket,
  type RunningS3,
  removeFolder,
  startS3,
  temporaryFolder,
  VERSIONED,
} from '../../local/s3/setup.ts'

const Bucket = 'landing'
const folder = temporaryFolder()
const { signal } = new AbortController()
let running: RunningS3

beforeAll(async () => {
  running = await startS3(folder)
  await makeBucket(running, Bucket, { VersioningConfiguration: VERSIONED.VersioningConfiguration })
  await makeBucket(running, 'plain')
})
afterAll(async () => {
  await running.stop()
  removeFolder(folder)
})
async function put(Body: Buffer, bucket = Bucket) {
  const { VersionId = 'null' } = await running.client.send(
    new PutObjectCommand({ Bucket: bucket, Key: 'ä b.csv', Body }),
  )
  return { bucket, key: 'ä b.csv', versionId: VersionId }
}

async function read(object: Awaited<ReturnType<typeof put>>, from = 0, etag?: string) {
  const ranges = createS3Objects({ client: running.client })
  const { bytes, ...told } = await openObject({ ranges, object, from, etag, clock, signal })
  const pieces: Uint8Array[] = []
  for await (const piece of bytes) pieces.push(Uint8Array.from(piece))
  return { ...told, bytes: Buffer.concat(pieces) }
}

test.each([
  ['no byte', 0],
  ['one byte', 1],
  ['a range to the byte', RANGE_BYTES],
  ['a range and a byte', RANGE_BYTES + 1],
  ['many ranges', 5 * RANGE_BYTES + 77],
])('an object of %s is read over HTTP as it was put', async (_word, size) => {
  const content = randomBytes(size)
  const object = await put(content)
  const head = await running.client.send(new HeadObjectCommand({ Bucket, Key: object.key }))
  const got = await read(object)
  expect(content.equals(got.bytes)).toBe(true)
  expect(got).toMatchObject({
    sizeBytes: size,
    etag: head.ETag?.replaceAll('"', ''),
    uploadedAt: head.LastModified?.toISOString(),
  })
})

test('F14 an older version is read under a newer one and under a delete marker', async () => {
  const older = await put(Buffer.from('older'))
  await put(Buffer.from('newer'))
  await running.client.send(new DeleteObjectCommand({ Bucket, Key: older.key }))
  expect((await read(older)).bytes.toString()).toBe('older')
})

test('an object is taken up at any byte, also behind its last one', async () => {
  const object = await put(Buffer.from('0123456789'))
  const { etag } = await read(object)
  expect((await read(object, 4, etag)).bytes.toString()).toBe('456789')
  expect((await read(object, 10, etag)).bytes.toString()).toBe('')
  await expect(read(object, 11, etag)).rejects.toMatchObject({ code: 'dependency.unavailable' })
})

test('F15 where there are no versions, an object that was replaced between two ranges is gone', async () => {
  const object = await put(randomBytes(6 * RANGE_BYTES), 'plain')
  const ranges = createS3Objects({ client: running.client })
  const { bytes } = await openObject({ ranges, object, from: 0, clock, signal })
  const rest = async () => {
    let replaced = false
    for await (const _piece of bytes) {
      if (!replaced) await put(randomBytes(6 * RANGE_BYTES), 'plain')
      replaced = true
    }
  }
  await expect(rest()).rejects.toBeInstanceOf(ObjectGoneError)
})

test('F13 a version that is not there, or was replaced since it was last read, is gone', async () => {
  const object = await put(Buffer.from('a'))
  await expect(read({ ...object, key: 'other' })).rejects.toBeInstanceOf(ObjectGoneError)
  await expect(read(object, 0, 'another')).rejects.toBeInstanceOf(ObjectGoneError)
  await expect(read(object, 1, 'another')).rejects.toBeInstanceOf(ObjectGoneError)
})

test.each([
  ['no range at all', {}],
  ['a range that begins elsewhere', { ContentRange: 'bytes 1-5/9' }],
  ['fewer bytes than the range that it tells', { ContentRange: 'bytes 0-8/9' }],
])('%s is not read', async (_what, told) => {
  const client = new S3Client({})
  const Body = Readable.from([Buffer.from('01234')])
  const answer = { Body: Body as never, ContentLength: 5, ETag: '"e"', LastModified: new Date(), ...told }
  mockClient(client).on(GetObjectCommand).resolves(answer)
  const ranges = createS3Objects({ client })
  const object = { bucket: Bucket, key: 'a', versionId: 'v' }
  const opened = openObject({ ranges, object, from: 0, clock, signal })
  await expect(opened).rejects.toMatchObject({
    code: 'dependency.unavailable',
    message: expect.stringContaining('S3 told range'),
  })
  expect(Body.destroyed).toBe(true)
})

// S3 tells it without the number of parts where one range is the whole object: boto/botocore#3346.
test('an object of a multipart upload is read, though the checksum that S3 tells is that of its parts’ checksums', async () => {
  const content = randomBytes(300_000)
  const server = createServer((_request, response) => {
    response.writeHead(206, {
      'content-length': content.length,
      'content-range': `bytes 0-${content.length - 1}/${content.length}`,
      etag: '"e-1"',
      'last-modified': new Date().toUTCString(),
      'x-amz-checksum-crc32': 'UymZPQ==',
    })
    response.end(content)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const endpoint = `http://127.0.0.1:${port}`
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
  const client = new S3Client({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true })
  const ranges = createS3Objects({ client })
  const object = { bucket: Bucket, key: 'a', versionId: 'v' }
  const pieces: Uint8Array[] = []
  for await (const piece of (await openObject({ ranges, object, from: 0, clock, signal })).bytes)
    pieces.push(Uint8Array.from(piece))
  expect(content.equals(Buffer.concat(pieces))).toBe(true)
  client.destroy()
  server.close()
})
