import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, describe, expect, test } from 'vitest'
import type { RepairRecord } from '../../../shared/audit/repair-log.ts'
import { createS3Reports } from '../../../shared/aws/s3-reports.ts'

const s3 = mockClient(S3Client)
beforeEach(() => void s3.reset())

const reports = createS3Reports({ client: new S3Client({ region: 'us-east-1' }), bucket: 'results' })
const repair: RepairRecord = { object: 's3://landing/a', version: 'v', reason: 'event-missed', act: 'sent' }

/** What a GET of the part answers. */
function stored(text: string) {
  s3.on(GetObjectCommand).resolves({ Body: { transformToString: async () => text } as never })
}
const refused = (name: string, httpStatusCode: number) =>
  Object.assign(new Error(name), { name, $metadata: { httpStatusCode } })

describe('repairs that no report has told', () => {
  test('are read as they were written', async () => {
    s3.on(PutObjectCommand).resolves({})
    await reports.putRepairs('run', 2, [repair])
    const [put] = s3.commandCalls(PutObjectCommand)
    expect(put?.args[0].input).toMatchObject({ Bucket: 'results', Key: 'parts/audit/run/2.json' })
    stored(String(put?.args[0].input.Body))
    expect(await reports.readRepairs('run', 2)).toEqual([repair])
  })

  test.each([
    ['NoSuchKey', 404],
    ['AccessDenied', 403],
  ])('are not there after %s: the bucket removes them in time', async (name, status) => {
    s3.on(GetObjectCommand).rejects(refused(name, status))
    expect(await reports.readRepairs('run', 0)).toBeUndefined()
  })

  test('of a reason that is not known are as if they were not there', async () => {
    stored(JSON.stringify([{ ...repair, reason: 'one of another release' }]))
    expect(await reports.readRepairs('run', 0)).toBeUndefined()
  })

  test('are waited for while S3 is away', async () => {
    s3.on(GetObjectCommand).rejects(refused('InternalError', 500))
    await expect(reports.readRepairs('run', 0)).rejects.toMatchObject({ code: 'dependency.unavailable' })
  })
})
