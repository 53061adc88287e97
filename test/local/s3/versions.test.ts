import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeBucket, type RunningS3, removeFolder, startS3, temporaryFolder, VERSIONED } from './setup.ts'

const folder = temporaryFolder()
let s3: RunningS3
let Bucket: string
let buckets = 0

beforeAll(async () => {
  s3 = await startS3(folder)
})

beforeEach(async () => {
  Bucket = `versions-${buckets++}`
  await makeBucket(s3, Bucket, VERSIONED)
})

afterAll(async () => {
  await s3.stop()
  removeFolder(folder)
  expect(s3.failures).toEqual([])
})

test('F14 every version is read by its id, whatever came after it', async () => {
  const first = await put('key', 'first')
  const second = await put('key', 'second')
  expect(first).not.toBe(second)
  expect(await read('key')).toBe('second')
  expect(await read('key', first)).toBe('first')
})

test('F13 a delete marker hides the key; its versions stay', async () => {
  const version = await put('key', 'there')
  const deleted = await remove('key')
  expect(deleted.DeleteMarker).toBe(true)
  await expect(read('key')).rejects.toMatchObject({ name: 'NoSuchKey' })
  expect(await read('key', version)).toBe('there')
  await expect(read('key', deleted.VersionId)).rejects.toMatchObject({
    name: 'MethodNotAllowed',
    $metadata: { httpStatusCode: 405 },
  })
  const head = s3.client.send(new HeadObjectCommand({ Bucket, Key: 'key' }))
  await expect(head).rejects.toMatchObject({
    name: 'NotFound',
    $response: { headers: { 'x-amz-delete-marker': 'true', 'x-amz-version-id': deleted.VersionId } },
  })
  expect((await s3.client.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0)
})

test('F13 a version that was deleted is NoSuchVersion', async () => {
  const version = await put('key', 'there')
  await remove('key', version)
  await expect(read('key', version)).rejects.toMatchObject({ name: 'NoSuchVersion' })
})

test('removing the newest version, or the marker, brings back the one before', async () => {
  await put('key', 'first')
  const second = await put('key', 'second')
  const marker = await remove('key')
  const undone = await remove('key', marker.VersionId)
  expect(undone).toMatchObject({ DeleteMarker: true, VersionId: marker.VersionId })
  expect(await read('key')).toBe('second')
  await remove('key', second)
  expect(await read('key')).toBe('first')
  expect((await s3.client.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(1)
})

test('a delete of a key that never was makes a marker', async () => {
  expect((await remove('never')).DeleteMarker).toBe(true)
  expect((await versions()).map(([key, , kind]) => [key, kind])).toEqual([['never', 'marker']])
})

test('while suspended, one null version is written over; older ones stay', async () => {
  const kept = await put('key', 'kept')
  await versioning('Suspended')
  expect(await put('key', 'one')).toBe('null')
  expect(await put('key', 'two')).toBe('null')
  expect(await read('key', kept)).toBe('kept')
  expect(await read('key', 'null')).toBe('two')
  expect(await remove('key')).toMatchObject({ DeleteMarker: true, VersionId: 'null' })
  expect((await versions()).map(([, id, kind]) => [id, kind])).toEqual([
    ['null', 'marker'],
    [kept, 'version'],
  ])
})

test('what was there before versioning stays as the null version', async () => {
  Bucket = 'before-versioning'
  await makeBucket(s3, Bucket)
  expect(await put('key', 'old')).toBeUndefined()
  await versioning('Enabled')
  await put('key', 'new')
  expect(await read('key', 'null')).toBe('old')
  const { Status } = await s3.client.send(new GetBucketVersioningCommand({ Bucket }))
  expect(Status).toBe('Enabled')
})

test('all versions are listed newest first, in pages of any size', async () => {
  for (const key of ['b', 'a', 'b', 'c/1', 'b', 'c/2']) await put(key, key)
  await remove('a')
  const whole = await versions()
  expect(whole.map(([key, , kind]) => `${key} ${kind}`)).toEqual([
    'a marker',
    'a version',
    'b version',
    'b version',
    'b version',
    'c/1 version',
    'c/2 version',
  ])
  for (const size of [1, 2, 3]) expect(await versions(size)).toEqual(whole)
})

test('a listing goes on though the version it stopped at has gone', async () => {
  for (const text of ['one', 'two', 'three']) await put('key', text)
  const page = await s3.client.send(new ListObjectVersionsCommand({ Bucket, MaxKeys: 1 }))
  await remove('key', page.NextVersionIdMarker)
  const { NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page
  const rest = await s3.client.send(new ListObjectVersionsCommand({ Bucket, KeyMarker, VersionIdMarker }))
  expect(rest.Versions).toHaveLength(2)
})

test('many objects are deleted at once, odd keys and versions too', async () => {
  const keys = ['plain', 'line\nfeed', ' space ', '<&>"\'', '007', 'é😀']
  const ids = await Promise.all(keys.map((key) => put(key, key)))
  const Objects = keys.map((Key, index) => ({ Key, VersionId: ids[index] }))
  const deleted = await s3.client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }))
  expect(deleted.Errors ?? []).toEqual([])
  expect(deleted.Deleted).toHaveLength(keys.length)
  expect(await versions()).toEqual([])
})

test('a thousand keys full of entities are deleted in one request', async () => {
  const Objects = Array.from({ length: 1000 }, (_, index) => ({ Key: `&\n<${index}>`.repeat(5) }))
  const deleted = await s3.client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }))
  expect(deleted.Deleted).toHaveLength(1000)
})

test('a quiet delete tells errors only', async () => {
  await put('key', 'there')
  const Objects = [{ Key: 'key', ETag: '"other"' }, { Key: 'none' }]
  const deleted = await s3.client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }))
  expect(deleted.Deleted).toBeUndefined()
  expect(deleted.Errors).toMatchObject([{ Key: 'key', Code: 'PreconditionFailed' }])
})

async function put(Key: string, Body: string): Promise<string | undefined> {
  return (await s3.client.send(new PutObjectCommand({ Bucket, Key, Body }))).VersionId
}

async function read(Key: string, VersionId?: string): Promise<string | undefined> {
  const { Body } = await s3.client.send(new GetObjectCommand({ Bucket, Key, VersionId }))
  return Body?.transformToString()
}

function remove(Key: string, VersionId?: string) {
  return s3.client.send(new DeleteObjectCommand({ Bucket, Key, VersionId }))
}

function versioning(Status: 'Enabled' | 'Suspended') {
  return s3.client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }))
}

/** Key, version id and kind of all versions; by key, those of a key newest first. */
async function versions(MaxKeys = 1000): Promise<[string, string, 'version' | 'marker'][]> {
  const all: [string, string, 'version' | 'marker'][] = []
  let KeyMarker: string | undefined
  let VersionIdMarker: string | undefined
  for (;;) {
    const page = await s3.client.send(
      new ListObjectVersionsCommand({ Bucket, MaxKeys, KeyMarker, VersionIdMarker }),
    )
    const markers = (page.DeleteMarkers ?? []).map(
      (one) => [one.Key ?? '', one.VersionId ?? '', 'marker'] as const,
    )
    const others = (page.Versions ?? []).map(
      (one) => [one.Key ?? '', one.VersionId ?? '', 'version'] as const,
    )
    const sorted = [...markers, ...others].toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    all.push(...sorted.map(([key, id, kind]): [string, string, 'version' | 'marker'] => [key, id, kind]))
    if (!page.IsTruncated) return all
    KeyMarker = page.NextKeyMarker
    VersionIdMarker = page.NextVersionIdMarker
  }
}
