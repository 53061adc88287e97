import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeBucket, type RunningS3, removeFolder, startS3, temporaryFolder } from './setup.ts'

const Bucket = 'objects'
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

test('an object comes back as it was put, with all that was said of it', async () => {
  await put('whole', 'hello', {
    ContentType: 'text/csv',
    ContentEncoding: 'gzip',
    ContentLanguage: 'de',
    ContentDisposition: 'attachment',
    CacheControl: 'max-age=60',
    Expires: new Date('2031-02-03T04:05:06Z'),
    Metadata: { origin: 'harbour', number: '7' },
    Tagging: 'a=1&b=x%20y',
    StorageClass: 'STANDARD_IA',
  })
  const got = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'whole' }))
  expect(await got.Body?.transformToString()).toBe('hello')
  expect(got).toMatchObject({
    ETag: '"5d41402abc4b2a76b9719d911017c592"',
    ContentLength: 5,
    ContentType: 'text/csv',
    ContentEncoding: 'gzip',
    ContentLanguage: 'de',
    ContentDisposition: 'attachment',
    CacheControl: 'max-age=60',
    ExpiresString: 'Mon, 03 Feb 2031 04:05:06 GMT',
    Metadata: { origin: 'harbour', number: '7' },
    TagCount: 2,
    StorageClass: 'STANDARD_IA',
    AcceptRanges: 'bytes',
    ChecksumType: 'FULL_OBJECT',
  })
  expect(got.VersionId).toBeUndefined()
})

test('a stream of known length comes framed, and is stored without its frames', async () => {
  const bytes = randomBytes(300_000)
  await put('stream', Readable.from(split(bytes, 70_001)), { ContentLength: bytes.length })
  const got = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'stream' }))
  expect(Buffer.from((await got.Body?.transformToByteArray()) ?? [])).toEqual(bytes)
  expect(got.ContentEncoding).toBeUndefined()
})

test('an empty object is an object', async () => {
  await put('folder/', '')
  const got = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'folder/' }))
  expect(await got.Body?.transformToString()).toBe('')
  expect(got.ContentLength).toBe(0)
  expect(got.ContentType).toBe('application/octet-stream')
})

test.each([
  'a b+c',
  'a%2Fb',
  'é'.normalize('NFC'),
  'é'.normalize('NFD'),
  '😀/📦.csv',
  'quote"back\\slash',
  'line\nfeed',
  '<tag>&amp;',
  'a//b',
  '../../etc/passwd',
  'a/../b/./c',
  'x'.repeat(1024),
])('F08 the key %j is put, listed and read back unchanged', async (Key) => {
  await put(Key, Key)
  const got = await s3.client.send(new GetObjectCommand({ Bucket, Key }))
  expect(await got.Body?.transformToString()).toBe(Key)
  expect((await list(Key))[0]).toBe(Key)
  await s3.client.send(new DeleteObjectCommand({ Bucket, Key }))
  await expect(s3.client.send(new HeadObjectCommand({ Bucket, Key }))).rejects.toMatchObject({
    name: 'NotFound',
  })
})

test('F08 any key of any characters is its own object', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), async (Key) => {
      await put(Key, Key)
      const got = await s3.client.send(new GetObjectCommand({ Bucket, Key }))
      expect(await got.Body?.transformToString()).toBe(Key)
    }),
    { numRuns: 40 },
  )
})

test('a key over 1,024 bytes is refused', async () => {
  await expect(put(`${'é'.repeat(512)}a`, '')).rejects.toMatchObject({ name: 'KeyTooLongError' })
})

test.each([
  ['bytes=2-4', 'cde', 'bytes 2-4/10'],
  ['bytes=7-', 'hij', 'bytes 7-9/10'],
  ['bytes=-4', 'ghij', 'bytes 6-9/10'],
  ['bytes=-99', 'abcdefghij', 'bytes 0-9/10'],
  ['bytes=0-99', 'abcdefghij', 'bytes 0-9/10'],
])('the range %s is %s', async (Range, text, ContentRange) => {
  await put('letters', 'abcdefghij')
  const got = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'letters', Range }))
  expect(await got.Body?.transformToString()).toBe(text)
  expect(got).toMatchObject({ ContentRange, ContentLength: text.length, $metadata: { httpStatusCode: 206 } })
})

test.each(['bytes=4-2', 'bytes=a-b', 'bytes=-', 'lines=1-2'])(
  '%s is no range: all bytes come',
  async (Range) => {
    await put('letters', 'abcdefghij')
    const got = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'letters', Range }))
    expect(await got.Body?.transformToString()).toBe('abcdefghij')
    expect(got.$metadata.httpStatusCode).toBe(200)
  },
)

test.each(['bytes=10-', 'bytes=-0'])('%s of ten bytes cannot be satisfied', async (Range) => {
  await put('letters', 'abcdefghij')
  await expect(s3.client.send(new GetObjectCommand({ Bucket, Key: 'letters', Range }))).rejects.toMatchObject(
    {
      name: 'InvalidRange',
      $metadata: { httpStatusCode: 416 },
    },
  )
})

test('a copy takes bytes, headers and tags along, or other ones', async () => {
  await put('source é+', 'hello', { Metadata: { a: '1' }, Tagging: 't=1', ContentType: 'text/plain' })
  const CopySource = `${Bucket}/${encodeURIComponent('source é+')}`
  const copied = await s3.client.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource }))
  expect(copied.CopyObjectResult?.ETag).toBe('"5d41402abc4b2a76b9719d911017c592"')
  const kept = await s3.client.send(new HeadObjectCommand({ Bucket, Key: 'copy' }))
  expect(kept).toMatchObject({ Metadata: { a: '1' }, TagCount: 1, ContentType: 'text/plain' })
  const replacing = {
    MetadataDirective: 'REPLACE',
    TaggingDirective: 'REPLACE',
    Metadata: { b: '2' },
  } as const
  await s3.client.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource, ...replacing }))
  const replaced = await s3.client.send(new HeadObjectCommand({ Bucket, Key: 'copy' }))
  expect(replaced.Metadata).toEqual({ b: '2' })
  expect(replaced.TagCount).toBeUndefined()
})

test('a copy onto itself that changes nothing is refused', async () => {
  await put('same', 'hello')
  const copy = new CopyObjectCommand({ Bucket, Key: 'same', CopySource: `/${Bucket}/same` })
  await expect(s3.client.send(copy)).rejects.toMatchObject({ name: 'InvalidRequest' })
})

test.each([
  ['no-slash', 'InvalidArgument'],
  [`${Bucket}/not-there`, 'NoSuchKey'],
  ['no-bucket/key', 'NoSuchBucket'],
  [`${Bucket}/%`, 'InvalidArgument'],
])('a copy from %s is refused: %s', async (CopySource, name) => {
  const copy = s3.client.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource }))
  await expect(copy).rejects.toMatchObject({ name })
})

test('an archived object is not read before it is restored', async () => {
  await put('archived', 'hello', { StorageClass: 'DEEP_ARCHIVE' })
  await expect(s3.client.send(new GetObjectCommand({ Bucket, Key: 'archived' }))).rejects.toMatchObject({
    name: 'InvalidObjectState',
    $metadata: { httpStatusCode: 403 },
  })
})

test('metadata over 2 KiB are refused', async () => {
  await expect(put('meta', '', { Metadata: { a: 'x'.repeat(2048) } })).rejects.toMatchObject({
    name: 'MetadataTooLarge',
  })
})

test('other parts put and read objects without HTTP', async () => {
  expect(await s3.s3.putObject(Bucket, 'direct', Buffer.from('hello'))).toEqual({})
  expect((await s3.s3.readObject(Bucket, 'direct')).toString()).toBe('hello')
  await expect(s3.s3.readObject(Bucket, 'none')).rejects.toMatchObject({ code: 'NoSuchKey' })
  await expect(s3.s3.putObject('no-bucket', 'direct', Buffer.alloc(0))).rejects.toMatchObject({
    code: 'NoSuchBucket',
  })
})

function put(Key: string, body: string | Readable, more: object = {}) {
  // The SDK takes an empty string for a stream of unknown length.
  const Body = typeof body === 'string' ? Buffer.from(body) : body
  return s3.client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }))
}

async function list(Prefix: string): Promise<string[]> {
  const { Contents = [] } = await s3.client.send(
    new ListObjectsV2Command({ Bucket, Prefix, ...(Prefix.startsWith('x') ? { EncodingType: 'url' } : {}) }),
  )
  return Contents.map((entry) => entry.Key ?? '')
}

function split(bytes: Buffer, size: number): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  )
}
