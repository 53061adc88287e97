import { Readable } from 'node:stream'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, expect, test } from 'vitest'
import { createS3Rejects } from '../../../shared/aws/s3-rejects.ts'

const MIB = 1024 * 1024
const mock = mockClient(S3Client)
const rejects = createS3Rejects({ client: new S3Client({}), bucket: 'results' })

beforeEach(() => {
  mock.reset()
  mock.on(PutObjectCommand).resolves({})
  mock.on(CreateMultipartUploadCommand).resolves({ UploadId: 'u' })
  mock.on(UploadPartCommand).callsFake(async ({ PartNumber }) => ({
    ETag: `"${PartNumber}"`,
    ChecksumCRC32: `crc of ${PartNumber}`,
  }))
  mock.on(CompleteMultipartUploadCommand).resolves({})
  mock.on(AbortMultipartUploadCommand).resolves({})
})

function part(key: string, bytes: Buffer) {
  const chunks = Array.from({ length: Math.ceil(bytes.length / 70_000) }, (_, n) =>
    bytes.subarray(n * 70_000, (n + 1) * 70_000),
  )
  mock
    .on(GetObjectCommand, { Key: key })
    .callsFake(async () => ({ Body: Readable.from(chunks, { objectMode: false }) }))
}

test('F61 small parts and the tail are joined by one request', async () => {
  part('p1', Buffer.from('one\n'))
  part('p2', Buffer.from('two\n'))
  await rejects.join(['p1', 'p2'], Buffer.from('three\n'), 'file')
  const [put] = mock.commandCalls(PutObjectCommand)
  expect(put?.args[0].input).toMatchObject({ Bucket: 'results', Key: 'file' })
  expect(String(put?.args[0].input.Body)).toBe('one\ntwo\nthree\n')
})

test('F61 large ones are joined by a multipart upload, whose parts are all of one size but the last', async () => {
  const contents = [11, 3, 6].map((size, n) => Buffer.alloc(size * MIB, n + 1))
  contents.forEach((bytes, n) => void part(`p${n}`, bytes))
  await rejects.join(['p0', 'p1', 'p2'], Buffer.from('tail'), 'file')
  const uploads = mock.commandCalls(UploadPartCommand).map(({ args }) => args[0].input)
  expect(uploads.map(({ Body }) => (Body as Buffer).length)).toEqual([8 * MIB, 8 * MIB, 4 * MIB + 4])
  const joined = Buffer.concat(uploads.map(({ Body }) => Body as Buffer))
  expect(joined.equals(Buffer.concat([...contents, Buffer.from('tail')]))).toBe(true)
  expect(mock.commandCalls(CompleteMultipartUploadCommand)[0]?.args[0].input.MultipartUpload).toEqual({
    Parts: [1, 2, 3].map((PartNumber) => ({
      PartNumber,
      ETag: `"${PartNumber}"`,
      ChecksumCRC32: `crc of ${PartNumber}`,
    })),
  })
  const [created] = mock.commandCalls(CreateMultipartUploadCommand)
  expect(created?.args[0].input.ChecksumAlgorithm).toBe('CRC32')
})

test('F60 F61 an upload that fails is ended, and leaves nothing under the key', async () => {
  part('p0', Buffer.alloc(20 * MIB))
  const error = new S3ServiceException({
    name: 'InternalError',
    $fault: 'server',
    message: 'no',
    $metadata: { httpStatusCode: 500 },
  })
  mock.on(UploadPartCommand, { PartNumber: 2 }).rejects(error)
  await expect(rejects.join(['p0'], new Uint8Array(), 'file')).rejects.toMatchObject({
    code: 'dependency.unavailable',
  })
  expect(mock.commandCalls(AbortMultipartUploadCommand)).toHaveLength(1)
  expect(mock.commandCalls(CompleteMultipartUploadCommand)).toHaveLength(0)
})

test('F61 a part that breaks off while it is read passes: nothing stands under the key, and the join is for later', async () => {
  mock.on(GetObjectCommand).callsFake(async () => ({ Body: Readable.from(breaksOff()) }))
  await expect(rejects.join(['p0'], Buffer.from('tail'), 'file')).rejects.toMatchObject({
    code: 'dependency.unavailable',
    message: expect.stringContaining('GetObject of s3://results/p0 failed for now: Error: aborted'),
  })
  expect(mock.commandCalls(PutObjectCommand)).toHaveLength(0)

  async function* breaksOff() {
    yield Buffer.from('one')
    throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' })
  }
})

test('parts are removed one by one', async () => {
  mock.on(DeleteObjectCommand).resolves({})
  await rejects.removeParts(['p1', 'p2'])
  expect(mock.commandCalls(DeleteObjectCommand).map(({ args }) => args[0].input.Key)).toEqual(['p1', 'p2'])
})
