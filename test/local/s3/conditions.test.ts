import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeBucket, type RunningS3, removeFolder, startS3, temporaryFolder } from './setup.ts'

const Bucket = 'conditions'
const ETAG = '"5d41402abc4b2a76b9719d911017c592"'
const OTHER = '"00000000000000000000000000000000"'
const PAST = new Date('2001-01-01T00:00:00Z')
const FUTURE = new Date('2100-01-01T00:00:00Z')
const folder = temporaryFolder()
let s3: RunningS3

beforeAll(async () => {
  s3 = await startS3(folder)
  await makeBucket(s3, Bucket)
  await s3.client.send(new PutObjectCommand({ Bucket, Key: 'hello', Body: 'hello' }))
})

afterAll(async () => {
  await s3.stop()
  removeFolder(folder)
})

const READS: readonly [Partial<GetObjectCommandInput>, number][] = [
  [{ IfMatch: ETAG }, 200],
  [{ IfMatch: '*' }, 200],
  [{ IfMatch: `${OTHER}, ${ETAG}` }, 200],
  [{ IfMatch: OTHER }, 412],
  [{ IfNoneMatch: OTHER }, 200],
  [{ IfNoneMatch: ETAG }, 304],
  [{ IfModifiedSince: PAST }, 200],
  [{ IfModifiedSince: FUTURE }, 304],
  [{ IfUnmodifiedSince: FUTURE }, 200],
  [{ IfUnmodifiedSince: PAST }, 412],
  [{ IfMatch: ETAG, IfUnmodifiedSince: PAST }, 200],
  [{ IfNoneMatch: OTHER, IfModifiedSince: FUTURE }, 200],
]

test.each(READS)('a GET with %j answers %i', async (conditions, status) => {
  const got = await s3.client
    .send(new GetObjectCommand({ Bucket, Key: 'hello', ...conditions }))
    .catch((error) => error)
  expect(got.$metadata.httpStatusCode).toBe(status)
  await got.Body?.transformToString()
})

test('F15 a range of an object that was replaced is refused, never mixed', async () => {
  const { ETag } = await put('replaced', 'old bytes')
  await put('replaced', 'new bytes')
  const read = new GetObjectCommand({ Bucket, Key: 'replaced', Range: 'bytes=4-', IfMatch: ETag })
  await expect(s3.client.send(read)).rejects.toMatchObject({ name: 'PreconditionFailed' })
})

test('a PUT only if nothing is there is refused when something is', async () => {
  await put('new', 'first', { IfNoneMatch: '*' })
  await expect(put('new', 'second', { IfNoneMatch: '*' })).rejects.toMatchObject({
    name: 'PreconditionFailed',
  })
  await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'new' }))
  await put('new', 'third', { IfNoneMatch: '*' })
  expect((await s3.s3.readObject(Bucket, 'new')).toString()).toBe('third')
})

test('of many who write only if nothing is there, one wins', async () => {
  const writes = Array.from({ length: 8 }, (_, index) => put('race', `${index}`, { IfNoneMatch: '*' }))
  const won = (await Promise.allSettled(writes)).filter((write) => write.status === 'fulfilled')
  expect(won).toHaveLength(1)
})

test('a PUT only over a certain ETag wants that one', async () => {
  const { ETag } = await put('chain', 'one')
  await expect(put('chain', 'two', { IfMatch: OTHER })).rejects.toMatchObject({ name: 'PreconditionFailed' })
  await put('chain', 'two', { IfMatch: ETag })
  await expect(put('no-such-key', 'two', { IfMatch: ETag })).rejects.toMatchObject({ name: 'NoSuchKey' })
})

test('a PUT only if an ETag is not there is what S3 does not know either', async () => {
  await expect(put('hello', 'x', { IfNoneMatch: ETAG })).rejects.toMatchObject({ name: 'NotImplemented' })
})

test('a DELETE only of a certain ETag wants that one', async () => {
  const { ETag } = await put('doomed', 'one')
  const doom = (IfMatch?: string) =>
    s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'doomed', IfMatch }))
  await expect(doom(OTHER)).rejects.toMatchObject({ name: 'PreconditionFailed' })
  await doom(ETag)
  await expect(s3.s3.readObject(Bucket, 'doomed')).rejects.toMatchObject({ code: 'NoSuchKey' })
})

test('a copy only of a certain source wants that one', async () => {
  const copy = (CopySourceIfMatch: string) =>
    s3.client.send(
      new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/hello`, CopySourceIfMatch }),
    )
  await expect(copy(OTHER)).rejects.toMatchObject({ name: 'PreconditionFailed' })
  await copy(ETAG)
})

function put(Key: string, Body: string, conditions: object = {}) {
  return s3.client.send(new PutObjectCommand({ Bucket, Key, Body, ...conditions }))
}
