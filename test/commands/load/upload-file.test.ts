import { randomBytes } from 'node:crypto'
import { appendFileSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  AbortMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { mockClient } from 'aws-sdk-client-mock'
import { expect, onTestFinished, test } from 'vitest'
import { uploadFile } from '../../../commands/load/upload-file.ts'
import { makeBucket, removeFolder, startS3, temporaryFolder, VERSIONED } from '../../local/s3/setup.ts'

const MIB = 1024 * 1024

async function setup(bytes: number, properties: object = VERSIONED) {
  const folder = temporaryFolder()
  const running = await startS3(join(folder, 'data'))
  onTestFinished(async () => {
    await running.stop()
    removeFolder(folder)
  })
  await makeBucket(running, 'landing', properties)
  const file = join(folder, 'a.csv')
  const content = randomBytes(bytes)
  writeFileSync(file, content)
  const interrupt = new AbortController()
  const progress: number[] = []
  const upload = (onProgress = (_done: number): void => undefined, told = bytes) =>
    uploadFile({
      s3: running.client,
      bucket: 'landing',
      key: 'in/ü a.csv',
      file,
      bytes: told,
      signal: interrupt.signal,
      onProgress: (done) => {
        progress.push(done)
        onProgress(done)
      },
    })
  const left = async () => ({
    uploads:
      (await running.client.send(new ListMultipartUploadsCommand({ Bucket: 'landing' }))).Uploads ?? [],
    versions:
      (await running.client.send(new ListObjectVersionsCommand({ Bucket: 'landing' }))).Versions ?? [],
  })
  return { client: running.client, events: running.events, file, content, interrupt, progress, upload, left }
}

test.each([0, 1, 8 * MIB, 8 * MIB + 1, 21 * MIB])('a file of %i bytes arrives whole', async (bytes) => {
  const { client, content, progress, upload, left } = await setup(bytes)
  const VersionId = await upload()
  const { Body } = await client.send(
    new GetObjectCommand({ Bucket: 'landing', Key: 'in/ü a.csv', VersionId }),
  )
  expect(content.equals(Buffer.from((await Body?.transformToByteArray()) ?? []))).toBe(true)
  expect(progress.at(-1)).toBe(bytes)
  expect((await left()).uploads).toEqual([])
})

test('an upload that is stopped on its way leaves no part and no object', async () => {
  const { interrupt, upload, left } = await setup(60 * MIB)
  await expect(upload(() => interrupt.abort(new Error('Ctrl-C')))).rejects.toThrow()
  expect(await left()).toEqual({ uploads: [], versions: [] })
})

test('a file that becomes shorter meanwhile is not uploaded', async () => {
  const { file, upload, left } = await setup(60 * MIB)
  await expect(upload(() => truncateSync(file, 33 * MIB))).rejects.toThrow('became shorter while it was read')
  expect(await left()).toEqual({ uploads: [], versions: [] })
})

test.each([
  ['grows', (file: string) => appendFileSync(file, 'more')],
  ['is written again', (file: string) => utimesSync(file, 0, 0)],
])('a file that %s meanwhile is not uploaded: a row of it would be cut off', async (_what, change) => {
  const { file, upload, left } = await setup(60 * MIB)
  await expect(upload(() => change(file))).rejects.toThrow('changed while it was read')
  expect(await left()).toEqual({ uploads: [], versions: [] })
})

test('a small file that grew after it was measured is not uploaded', async () => {
  const { upload, left } = await setup(20)
  await expect(upload(undefined, 19)).rejects.toThrow('it had 19 bytes, and has 20. Nothing was uploaded')
  expect(await left()).toEqual({ uploads: [], versions: [] })
})

test('no part is on its way any more when the upload is given up, for one that comes later would stay', async () => {
  const folder = temporaryFolder()
  onTestFinished(() => removeFolder(folder))
  const file = join(folder, 'a.csv')
  writeFileSync(file, randomBytes(60 * MIB))
  let onTheirWay = 0
  let atTheAbort: number | undefined
  const client = new S3Client({ region: 'us-east-1' })
  const s3 = mockClient(client)
  s3.on(CreateMultipartUploadCommand).resolves({ UploadId: 'u' })
  s3.on(UploadPartCommand).callsFake(async ({ PartNumber }) => {
    onTheirWay += 1
    for (let turn = 0; turn < PartNumber * 10; turn++) await new Promise((resolve) => setImmediate(resolve))
    onTheirWay -= 1
    throw new Error('the connection broke')
  })
  s3.on(AbortMultipartUploadCommand).callsFake(async () => {
    atTheAbort = onTheirWay
    return {}
  })
  const { signal } = new AbortController()
  const onProgress = () => undefined
  await expect(
    uploadFile({ s3: client, bucket: 'b', key: 'k', file, bytes: 60 * MIB, signal, onProgress }),
  ).rejects.toThrow('the connection broke')
  expect(atTheAbort).toBe(0)
  expect(s3.commandCalls(UploadPartCommand)).toHaveLength(4)
})

test('a bucket without versions is no landing bucket', async () => {
  const { upload } = await setup(1, {})
  await expect(upload()).rejects.toThrow('The bucket landing keeps no versions')
})
