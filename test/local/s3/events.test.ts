import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { EventInput } from '../../../local/event.ts'
import {
  makeBucket,
  type RunningS3,
  removeFolder,
  startS3,
  temporaryFolder,
  VERSIONED,
  WITH_EVENTS,
} from './setup.ts'

const Bucket = 'events'
let folder: string
let s3: RunningS3

beforeEach(async () => {
  folder = temporaryFolder()
  s3 = await startS3(folder)
})

afterEach(async () => {
  vi.useRealTimers()
  await s3.stop()
  removeFolder(folder)
})

test('an upload is an Object Created event of the shape AWS sends; the key is as it is', async () => {
  await makeBucket(s3, Bucket, { ...VERSIONED, ...WITH_EVENTS })
  const { VersionId, ETag } = await put('a b+ü%2F.csv')
  expect(s3.events).toEqual([
    {
      source: 'aws.s3',
      detailType: 'Object Created',
      resources: ['arn:aws:s3:::events'],
      detail: {
        version: '0',
        bucket: { name: Bucket },
        object: {
          key: 'a b+ü%2F.csv',
          size: 5,
          etag: ETag?.replaceAll('"', ''),
          'version-id': VersionId,
          sequencer: expect.stringMatching(/^[0-9A-F]{18}$/),
        },
        'request-id': expect.stringMatching(/^[0-9A-F]{16}$/),
        requester: '000000000000',
        'source-ip-address': '127.0.0.1',
        reason: 'PutObject',
      },
    },
  ])
})

test('copies and completed multipart uploads say so', async () => {
  await makeBucket(s3, Bucket, WITH_EVENTS)
  await put('source')
  await s3.client.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/source` }))
  const { UploadId } = await s3.client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'parts' }))
  const part = { Bucket, Key: 'parts', UploadId, PartNumber: 1 }
  const { ETag, ChecksumCRC32 } = await s3.client.send(new UploadPartCommand({ ...part, Body: 'hello' }))
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag, ChecksumCRC32 }] }
  await s3.client.send(
    new CompleteMultipartUploadCommand({ Bucket, Key: 'parts', UploadId, MultipartUpload }),
  )
  expect(s3.events.map((event) => event.detail.reason)).toEqual([
    'PutObject',
    'CopyObject',
    'CompleteMultipartUpload',
  ])
  expect(s3.events.map(objectOf)).not.toContainEqual(
    expect.objectContaining({ 'version-id': expect.anything() }),
  )
})

test('what is uploaded without HTTP is told, too', async () => {
  await makeBucket(s3, Bucket, WITH_EVENTS)
  await s3.s3.putObject(Bucket, 'direct', Buffer.from('hello'))
  expect(s3.events.map(objectOf)).toMatchObject([{ key: 'direct', size: 5 }])
})

test('a deletion says whether it was for good', async () => {
  await makeBucket(s3, Bucket, { ...VERSIONED, ...WITH_EVENTS })
  const { VersionId } = await put('key')
  const marker = await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'key' }))
  const Delete = { Objects: [{ Key: 'key', VersionId }] }
  await s3.client.send(new DeleteObjectsCommand({ Bucket, Delete }))
  await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'key', VersionId }))
  expect(s3.events.slice(1)).toMatchObject([
    {
      detailType: 'Object Deleted',
      detail: {
        object: { key: 'key', 'version-id': marker.VersionId, etag: 'd41d8cd98f00b204e9800998ecf8427e' },
        reason: 'DeleteObject',
        'deletion-type': 'Delete Marker Created',
      },
    },
    {
      detailType: 'Object Deleted',
      detail: { object: { key: 'key', 'version-id': VersionId }, 'deletion-type': 'Permanently Deleted' },
    },
  ])
  expect(s3.events).toHaveLength(3)
})

test('a bucket without EventBridge tells nothing', async () => {
  await makeBucket(s3, Bucket)
  await put('key')
  await makeBucket(s3, 'off', {
    NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: 'false' } },
  })
  await s3.s3.putObject('off', 'key', Buffer.alloc(0))
  expect(s3.events).toEqual([])
})

test('F03 sequencers grow with every change, over restarts and a clock set back', async () => {
  await makeBucket(s3, Bucket, { ...VERSIONED, ...WITH_EVENTS })
  const before = [await sequencerOf('key'), await sequencerOf('key')]
  await s3.stop()
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2020-01-01T00:00:00Z') })
  s3 = await startS3(folder)
  const all = [...before, await sequencerOf('other'), await sequencerOf('key')]
  expect(all.toSorted()).toEqual(all)
  expect(new Set(all).size).toBe(4)
})

test('an upload is answered only when the bus has its event', async () => {
  const order: string[] = []
  const { promise, resolve: accept } = Promise.withResolvers<void>()
  const { promise: emitted, resolve: sawEmit } = Promise.withResolvers<void>()
  await s3.stop()
  s3 = await startS3(folder, {
    emit: async () => {
      sawEmit()
      await promise
      order.push('accepted')
    },
  })
  await makeBucket(s3, Bucket, WITH_EVENTS)
  const answered = put('key').then(() => order.push('answered'))
  await emitted
  expect((await s3.s3.readObject(Bucket, 'key')).toString()).toBe('hello')
  accept()
  await answered
  expect(order).toEqual(['accepted', 'answered'])
})

test('an upload whose event the bus refused is no success', async () => {
  await s3.stop()
  s3 = await startS3(folder, { emit: () => Promise.reject(new Error('the bus is closed')) })
  await makeBucket(s3, Bucket, WITH_EVENTS)
  await expect(put('key')).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } })
})

function put(Key: string) {
  return s3.client.send(new PutObjectCommand({ Bucket, Key, Body: 'hello' }))
}

async function sequencerOf(key: string): Promise<string> {
  await put(key)
  return objectOf(s3.events.at(-1) as EventInput).sequencer ?? ''
}

function objectOf(event: EventInput): Record<string, string> {
  return event.detail.object as Record<string, string>
}
