import { Readable } from 'node:stream'
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  NoSuchKey,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, expect, test } from 'vitest'
import { createS3Objects } from '../../../shared/aws/s3-objects.ts'
import { first } from '../load/support/fakes.ts'

const mock = mockClient(S3Client)
const objects = createS3Objects({ client: new S3Client({}) })
const { signal } = new AbortController()

beforeEach(() => void mock.reset())

function body(text: string) {
  return Readable.from([Buffer.from(text)]) as never
}

function refusal(name: string, httpStatusCode: number) {
  return new S3ServiceException({ name, $fault: 'client', message: 'no', $metadata: { httpStatusCode } })
}

const found = {
  Body: body('012'),
  ContentLength: 3,
  ContentRange: 'bytes 3-5/9',
  ETag: '"e"',
  LastModified: new Date(0),
}
const asked = { from: 3, bytesMax: 3, signal }

test('F14 a range is of one version, and tells what it is a part of', async () => {
  mock.on(GetObjectCommand).resolves(found)
  expect(await objects.read(first, asked)).toMatchObject({
    ...{ kind: 'range', sizeBytes: 9, etag: 'e', uploadedAt: '1970-01-01T00:00:00.000Z' },
  })
  expect(mock.call(0).args[0].input).toEqual({
    ...{ Bucket: 'landing', Key: 'things/a.csv', VersionId: 'v1', Range: 'bytes=3-5' },
  })
})

test('F15 the rest of an object is read from the very same one', async () => {
  mock.on(GetObjectCommand).resolves(found)
  await objects.read(first, { ...asked, etag: 'e' })
  expect(mock.call(0).args[0].input).toMatchObject({ IfMatch: '"e"' })
})

test.each([
  ['NoSuchVersion', 404],
  ['NoSuchKey', 404],
  ['PreconditionFailed', 412],
])('F13 F14 %s means that the version is gone', async (name, status) => {
  mock.on(GetObjectCommand).rejects(refusal(name, status))
  expect(await objects.read(first, asked)).toEqual({ kind: 'gone' })
})

test('F16 a refused object is told with the permissions that it takes', async () => {
  mock.on(GetObjectCommand).rejects(refusal('AccessDenied', 403))
  await expect(objects.read(first, asked)).rejects.toMatchObject({
    code: 'object.access-denied',
    message: expect.stringMatching(/s3:GetObjectVersion.*kms:Decrypt/),
  })
})

test.each(['RequestTimeTooSkewed', 'ExpiredToken'])(
  '%s passes, though S3 refuses the object',
  async (name) => {
    mock.on(GetObjectCommand).rejects(refusal(name, 403))
    const opened = objects.read(first, asked)
    await expect(opened).rejects.toMatchObject({ code: 'dependency.unavailable' })
  },
)

test.each(['KMS.DisabledException', 'KMS.KMSInvalidStateException', 'KMS.NotFoundException'])(
  'F16 %s is told as what a person has to mend',
  async (name) => {
    mock.on(GetObjectCommand).rejects(refusal(name, 400))
    await expect(objects.read(first, asked)).rejects.toMatchObject({
      code: 'object.access-denied',
      message: expect.stringMatching(new RegExp(`${name}: no\\. Enable the key of KMS`)),
    })
  },
)

test('F16 an archived object is told as such', async () => {
  mock.on(GetObjectCommand).rejects(refusal('InvalidObjectState', 403))
  await expect(objects.read(first, asked)).rejects.toMatchObject({
    code: 'object.access-denied',
    message: expect.stringContaining('archived'),
  })
})

test('a missing bucket is a fault of ours, not an object that is gone', async () => {
  mock.on(GetObjectCommand).rejects(refusal('NoSuchBucket', 404))
  await expect(objects.read(first, asked)).rejects.toMatchObject({ code: 'dependency.denied' })
})

test.each(['SlowDown', 'InternalError'])('%s passes', async (name) => {
  mock.on(GetObjectCommand).rejects(refusal(name, 503))
  await expect(objects.read(first, asked)).rejects.toMatchObject({
    code: 'dependency.unavailable',
  })
})

test('a signal ends a body that is being read', async () => {
  const stop = new AbortController()
  const endless = new Readable({ read: () => undefined })
  mock.on(GetObjectCommand).resolves({ ...found, Body: endless as never })
  const opened = await objects.read(first, { ...asked, signal: stop.signal })
  stop.abort()
  expect(opened.kind).toBe('range')
  expect(endless.destroyed).toBe(true)
})

test('the current version of a key is what HEAD tells', async () => {
  mock.on(HeadObjectCommand).resolves({
    VersionId: 'v9',
    ContentLength: 3,
    ETag: '"abc"',
    LastModified: new Date('2026-01-01T00:00:00Z'),
  })
  expect(await objects.currentVersion(first)).toEqual({
    bucket: 'landing',
    key: 'things/a.csv',
    versionId: 'v9',
    sizeBytes: 3,
    etag: 'abc',
    uploadedAt: '2026-01-01T00:00:00.000Z',
  })
})

test('a key without an object has no current version', async () => {
  mock.on(HeadObjectCommand).rejects(new NoSuchKey({ message: 'no', $metadata: { httpStatusCode: 404 } }))
  expect(await objects.currentVersion(first)).toBeUndefined()
})

test('versions are listed newest first, of this key alone, over all pages', async () => {
  mock
    .on(ListObjectVersionsCommand)
    .resolvesOnce({
      Versions: [
        { Key: first.key, VersionId: 'v3' },
        { Key: first.key, VersionId: 'v2' },
      ],
      IsTruncated: true,
      NextKeyMarker: first.key,
      NextVersionIdMarker: 'v2',
    })
    .resolvesOnce({
      Versions: [
        { Key: first.key, VersionId: 'v1' },
        { Key: `${first.key}.gz`, VersionId: 'x' },
      ],
      IsTruncated: true,
      NextKeyMarker: `${first.key}.gz`,
    })
  expect(await objects.newestFirst(first)).toEqual(['v3', 'v2', 'v1'])
  expect(mock.call(1).args[0].input).toMatchObject({ KeyMarker: first.key, VersionIdMarker: 'v2' })
})

test('F08 versions are found of a key that XML does not hold', async () => {
  const key = 'in/a b\u0001+ü.csv'
  mock.on(ListObjectVersionsCommand, { Prefix: key, EncodingType: 'url' }).resolves({
    Versions: [{ Key: 'in/a+b%01%2B%C3%BC.csv', VersionId: 'v1' }],
  })
  expect(await objects.newestFirst({ ...first, key })).toEqual(['v1'])
})
