import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { Agent, request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { makeBucket, type RunningS3, removeFolder, startS3, temporaryFolder, VERSIONED } from './setup.ts'

const Bucket = 'durability'
const MEBIBYTE = 1024 ** 2
let folder: string
let s3: RunningS3

beforeEach(async () => {
  folder = temporaryFolder()
  s3 = await startS3(folder)
  await makeBucket(s3, Bucket, VERSIONED)
})

afterEach(async () => {
  await s3.stop()
  expect(s3.failures).toEqual([])
  removeFolder(folder)
})

test('buckets, versions and unfinished uploads survive a restart', async () => {
  const { VersionId } = await put('key', 'first')
  await put('key', 'second')
  const { UploadId } = await s3.client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'parts' }))
  const part = { Bucket, Key: 'parts', UploadId, PartNumber: 1 }
  const { ETag, ChecksumCRC32 } = await s3.client.send(new UploadPartCommand({ ...part, Body: 'hello' }))
  await restart()
  expect((await s3.s3.readObject(Bucket, 'key')).toString()).toBe('second')
  expect((await s3.s3.readObject(Bucket, 'key', VersionId)).toString()).toBe('first')
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag, ChecksumCRC32 }] }
  await s3.client.send(
    new CompleteMultipartUploadCommand({ Bucket, Key: 'parts', UploadId, MultipartUpload }),
  )
  expect((await s3.s3.readObject(Bucket, 'parts')).toString()).toBe('hello')
})

test('a process that is killed in the middle of an upload leaves no half object, and what it answered is there', async () => {
  await s3.stop()
  const server = fork(new URL('./serve.ts', import.meta.url), [folder], { stdio: 'ignore' })
  const [url] = (await once(server, 'message')) as [string]
  const answer = await fetch(`${url}/${Bucket}/whole`, { method: 'PUT', body: 'whole' })
  expect(answer.status).toBe(200)
  const upload = startUpload(url, 'half')
  await vi.waitFor(() => expect(incoming()).toHaveLength(1))
  server.kill('SIGKILL')
  await Promise.all([once(server, 'exit'), upload.ended])
  s3 = await startS3(folder)
  expect((await s3.s3.readObject(Bucket, 'whole')).toString()).toBe('whole')
  await expect(s3.s3.readObject(Bucket, 'half')).rejects.toMatchObject({ code: 'NoSuchKey' })
  expect(incoming()).toEqual([])
})

test('a client that goes away in the middle of an upload leaves nothing', async () => {
  const upload = startUpload(s3.url, 'half')
  await vi.waitFor(() => expect(incoming()).toHaveLength(1))
  upload.abort()
  await upload.ended
  await vi.waitFor(() => expect(incoming()).toEqual([]))
  await expect(s3.s3.readObject(Bucket, 'half')).rejects.toMatchObject({ code: 'NoSuchKey' })
  expect(blobs()).toEqual([])
})

test('a client that goes away in the middle of a download lets the deleted bytes go', async () => {
  await makeBucket(s3, 'plain')
  await s3.s3.putObject('plain', 'big', Buffer.alloc(16 * MEBIBYTE))
  const socket = connect(Number(new URL(s3.url).port), '127.0.0.1')
  socket.write('GET /plain/big HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n')
  await once(socket, 'readable')
  await fetch(`${s3.url}/plain/big`, { method: 'DELETE' })
  expect(blobs()).toHaveLength(1)
  socket.destroy()
  await vi.waitFor(() => expect(blobs()).toEqual([]))
})

test('an object that is overwritten while it is read is read to its end', async () => {
  await makeBucket(s3, 'plain')
  const old = Buffer.alloc(16 * MEBIBYTE, 'old')
  await s3.s3.putObject('plain', 'key', old)
  const got = await s3.client.send(new GetObjectCommand({ Bucket: 'plain', Key: 'key' }))
  await s3.client.send(new PutObjectCommand({ Bucket: 'plain', Key: 'key', Body: 'new' }))
  const bytes = Buffer.from((await got.Body?.transformToByteArray()) ?? [])
  expect(bytes.equals(old)).toBe(true)
  expect((await s3.s3.readObject('plain', 'key')).toString()).toBe('new')
  await vi.waitFor(() => expect(blobs()).toHaveLength(1))
})

test('bytes that nothing refers to are removed: overwritten, deleted, aborted, and parts left out', async () => {
  await makeBucket(s3, 'plain')
  await s3.s3.putObject('plain', 'key', Buffer.from('one'))
  await s3.s3.putObject('plain', 'key', Buffer.from('two'))
  await vi.waitFor(() => expect(blobs()).toHaveLength(1))
  await fetch(`${s3.url}/plain/key`, { method: 'DELETE' })
  await vi.waitFor(() => expect(blobs()).toEqual([]))

  const aborted = await createWithParts('aborted', 2)
  expect(blobs()).toHaveLength(2)
  await s3.client.send(
    new AbortMultipartUploadCommand({ Bucket, Key: 'aborted', UploadId: aborted.UploadId }),
  )
  await vi.waitFor(() => expect(blobs()).toEqual([]))

  const { UploadId, parts } = await createWithParts('left-out', 2)
  const MultipartUpload = { Parts: parts.slice(1) }
  await s3.client.send(
    new CompleteMultipartUploadCommand({ Bucket, Key: 'left-out', UploadId, MultipartUpload }),
  )
  await vi.waitFor(() => expect(blobs()).toHaveLength(1))
  expect((await s3.s3.readObject(Bucket, 'left-out')).toString()).toBe('part 2')
})

test('an upload that is refused at once is drained, and the connection is good for the next', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const refused = await sendMebibytes(8, `${s3.url}/no-such-bucket/key`, agent)
  const taken = await sendMebibytes(8, `${s3.url}/${Bucket}/key`, agent)
  agent.destroy()
  expect([refused.status, taken.status]).toEqual([404, 200])
  expect(taken.port).toBe(refused.port)
})

test.each([
  ['for its bucket', 'no-such-bucket/key', '', '404 Not Found'],
  ['in the middle', `${Bucket}/key`, 'Content-Encoding: aws-chunked\r\n', '400 Bad Request'],
])(
  'a client that reads only after it wrote all hears why it was refused %s',
  async (_where, path, header, status) => {
    const socket = connect(Number(new URL(s3.url).port), '127.0.0.1').pause()
    const length = 32 * MEBIBYTE
    socket.write(
      `PUT /${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n${header}Content-Length: ${length}\r\n\r\n`,
    )
    await new Promise<void>((resolve, reject) => {
      socket.on('error', reject)
      socket.write(Buffer.alloc(length), () => resolve())
    })
    expect((await buffer(socket)).toString()).toMatch(new RegExp(`^HTTP/1.1 ${status}`))
  },
)

function put(Key: string, Body: string) {
  return s3.client.send(new PutObjectCommand({ Bucket, Key, Body }))
}

async function createWithParts(Key: string, count: number) {
  const { UploadId } = await s3.client.send(new CreateMultipartUploadCommand({ Bucket, Key }))
  const parts: CompletedPart[] = []
  for (let PartNumber = 1; PartNumber <= count; PartNumber++) {
    const upload = new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body: `part ${PartNumber}` })
    const { ETag, ChecksumCRC32 } = await s3.client.send(upload)
    parts.push({ PartNumber, ETag, ChecksumCRC32 })
  }
  return { UploadId, parts }
}

/** Sends 3 of 9 MiB and then waits. */
function startUpload(url: string, key: string) {
  const upload = httpRequest(`${url}/${Bucket}/${key}`, {
    method: 'PUT',
    headers: { 'content-length': 9 * MEBIBYTE },
  })
  upload.write(Buffer.alloc(3 * MEBIBYTE))
  const ended = new Promise<void>((resolve) => upload.on('close', () => resolve()))
  upload.on('error', () => undefined)
  return { ended, abort: () => upload.destroy() }
}

function sendMebibytes(count: number, url: string, agent: Agent) {
  return new Promise<{ status: number | undefined; port: number | undefined }>((resolve, reject) => {
    const upload = httpRequest(url, {
      method: 'PUT',
      agent,
      headers: { 'content-length': count * MEBIBYTE },
    })
    upload.on('error', reject)
    upload.on('response', (response) => {
      const answer = { status: response.statusCode, port: response.socket.localPort }
      response.resume().on('end', () => resolve(answer))
    })
    upload.end(Buffer.alloc(count * MEBIBYTE))
  })
}

async function restart(): Promise<void> {
  await s3.stop()
  s3 = await startS3(folder)
}

function incoming(): string[] {
  return readdirSync(join(folder, 's3', 'incoming'))
}

function blobs(): string[] {
  const root = join(folder, 's3', 'blobs')
  return readdirSync(root).flatMap((name) => readdirSync(join(root, name)))
}
