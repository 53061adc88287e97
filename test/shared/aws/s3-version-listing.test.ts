import {
  HeadObjectCommand,
  ListObjectVersionsCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, expect, test } from 'vitest'
import { createS3VersionListing } from '../../../shared/aws/s3-version-listing.ts'

const s3 = mockClient(S3Client)
const listing = createS3VersionListing({ client: new S3Client({ region: 'us-east-1' }), bucket: 'landing' })
beforeEach(() => s3.reset())

function answered(status: number, name = 'Error'): S3ServiceException {
  return new S3ServiceException({ name, $fault: 'client', $metadata: { httpStatusCode: status } })
}

test('keys are decoded as S3 encodes them, and markers go back as keys', async () => {
  s3.on(ListObjectVersionsCommand).resolvesOnce({
    Versions: [
      {
        ...{ Key: 'in/a+b%2Bc%20%C3%A9%0A.csv', VersionId: 'v2', Size: 3, ETag: '"e"', IsLatest: true },
        LastModified: new Date('2026-11-21T12:00:00Z'),
      },
      { Key: 'in/old.csv', Size: 0 },
    ],
    DeleteMarkers: [{ Key: 'in/deleted.csv', VersionId: 'd' }],
    IsTruncated: true,
    NextKeyMarker: 'in/old+1.csv',
    NextVersionIdMarker: 'v9',
  })
  const page = await listing.page('in/', { key: 'in/0 é.csv', version: 'v0' })
  expect(page.versions).toEqual([
    {
      ...{ bucket: 'landing', key: 'in/a b+c é\n.csv', versionId: 'v2' },
      ...{ sizeBytes: 3, etag: 'e', uploadedAt: '2026-11-21T12:00:00.000Z' },
    },
    { bucket: 'landing', key: 'in/old.csv', versionId: 'null', sizeBytes: 0 },
  ])
  expect(page.next).toEqual({ key: 'in/old 1.csv', version: 'v9' })
  expect(s3.commandCalls(ListObjectVersionsCommand)[0]?.args[0].input).toMatchObject({
    ...{ Bucket: 'landing', Prefix: 'in/', EncodingType: 'url' },
    ...{ KeyMarker: 'in/0 é.csv', VersionIdMarker: 'v0' },
  })
})

test('the last page has none behind it', async () => {
  s3.on(ListObjectVersionsCommand).resolves({ IsTruncated: false })
  expect(await listing.page('in/')).toEqual({ versions: [] })
})

test('a refusal is told in our words', async () => {
  s3.on(ListObjectVersionsCommand).rejects(answered(403, 'AccessDenied'))
  await expect(listing.page('in/')).rejects.toMatchObject({ code: 'dependency.denied' })
})

test('a version is there, gone, or not ours to see: the load tells', async () => {
  const object = { bucket: 'landing', key: 'in/a.csv', versionId: 'v1' }
  s3.on(HeadObjectCommand, { VersionId: 'v1' }).resolves({})
  expect(await listing.exists(object)).toBe(true)
  for (const [status, isThere] of [
    [404, false],
    [405, false],
    [400, true],
    [403, true],
  ] as const) {
    s3.reset()
    s3.on(HeadObjectCommand).rejects(answered(status))
    expect(await listing.exists(object), String(status)).toBe(isThere)
  }
  s3.reset()
  s3.on(HeadObjectCommand).rejects(answered(503))
  await expect(listing.exists(object)).rejects.toMatchObject({ code: 'dependency.unavailable' })
})
