import { randomBytes } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { createS3Rejects } from '../../shared/aws/s3-rejects.ts'
import { makeBucket, removeFolder, startS3, temporaryFolder } from '../local/s3/setup.ts'

const MIB = 1024 * 1024

test.each([
  ['few bytes, which go in one request', 1000, 10],
  ['more than one part of an upload holds', 9 * MIB, 12 * MIB],
])('F61 parts and a tail of %s become one object', async (_size, partBytes, tailBytes) => {
  const folder = temporaryFolder()
  const running = await startS3(folder)
  onTestFinished(async () => {
    await running.stop()
    removeFolder(folder)
  })
  await makeBucket(running, 'results')
  const rejects = createS3Rejects({ client: running.client, bucket: 'results' })
  const [one, two, tail] = [partBytes, partBytes, tailBytes].map((size) => randomBytes(size))
  await rejects.putPart('parts/1', one as Buffer)
  await rejects.putPart('parts/2', two as Buffer)
  await rejects.join(['parts/1', 'parts/2'], tail as Buffer, 'rejects/file.ndjson')
  const joined = await running.s3.readObject('results', 'rejects/file.ndjson')
  expect(joined.equals(Buffer.concat([one, two, tail] as Buffer[]))).toBe(true)
})
