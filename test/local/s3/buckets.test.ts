import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectTaggingCommand,
  GetBucketAclCommand,
  GetBucketLocationCommand,
  GetBucketVersioningCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  PutObjectTaggingCommand,
  paginateListObjectsV2,
  RestoreObjectCommand,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  makeBucket,
  REGION,
  type RunningS3,
  removeFolder,
  startS3,
  temporaryFolder,
  VERSIONED,
} from './setup.ts'

const Bucket = 'buckets'
const folder = temporaryFolder()
let s3: RunningS3

beforeAll(async () => {
  s3 = await startS3(folder)
  await makeBucket(s3, Bucket)
})

afterAll(async () => {
  await s3.stop()
  removeFolder(folder)
  expect(s3.failures).toEqual([])
})

test('a bucket is made, found, listed and removed', async () => {
  await s3.client.send(new CreateBucketCommand({ Bucket: 'made' }))
  const head = await s3.client.send(new HeadBucketCommand({ Bucket: 'made' }))
  expect(head.BucketRegion).toBe(REGION)
  const { Buckets } = await s3.client.send(new ListBucketsCommand({}))
  expect(Buckets?.map(({ Name }) => Name)).toContain('made')
  const location = await s3.client.send(new GetBucketLocationCommand({ Bucket: 'made' }))
  expect(location.LocationConstraint).toBe(REGION)
  const versioning = await s3.client.send(new GetBucketVersioningCommand({ Bucket: 'made' }))
  expect(versioning.Status).toBeUndefined()
  await expect(s3.client.send(new CreateBucketCommand({ Bucket: 'made' }))).rejects.toMatchObject({
    name: 'BucketAlreadyOwnedByYou',
  })
  await s3.client.send(new DeleteBucketCommand({ Bucket: 'made' }))
  await expect(s3.client.send(new HeadBucketCommand({ Bucket: 'made' }))).rejects.toMatchObject({
    name: 'NotFound',
  })
})

test.each(['Upper', 'a', 'under_score', '10.0.0.1', 'dots..dots', '-start'])(
  '%s is no name for a bucket',
  async (name) => {
    await expect(s3.client.send(new CreateBucketCommand({ Bucket: name }))).rejects.toMatchObject({
      name: 'InvalidBucketName',
    })
  },
)

test('a bucket that holds anything, were it a delete marker, is not removed', async () => {
  await makeBucket(s3, 'full', VERSIONED)
  const { VersionId } = await s3.client.send(new DeleteObjectCommand({ Bucket: 'full', Key: 'none' }))
  const remove = () => s3.client.send(new DeleteBucketCommand({ Bucket: 'full' }))
  await expect(remove()).rejects.toMatchObject({ name: 'BucketNotEmpty' })
  await s3.client.send(new DeleteObjectCommand({ Bucket: 'full', Key: 'none', VersionId }))
  await s3.client.send(new CreateMultipartUploadCommand({ Bucket: 'full', Key: 'unfinished' }))
  await remove()
})

test('a resource gives its name and attributes, and keeps the objects when it is applied again', async () => {
  const state = await makeBucket(s3, 'landing-zone')
  expect(state).toEqual({
    physicalId: 'landing-zone',
    attributes: {
      Arn: 'arn:aws:s3:::landing-zone',
      DomainName: 'landing-zone.s3.amazonaws.com',
      RegionalDomainName: `landing-zone.s3.${REGION}.amazonaws.com`,
    },
  })
  await s3.s3.putObject('landing-zone', 'key', Buffer.from('stays'))
  await makeBucket(s3, 'landing-zone', VERSIONED)
  expect((await s3.s3.readObject('landing-zone', 'key')).toString()).toBe('stays')
  await makeBucket(s3, 'landing-zone')
  const { Status } = await s3.client.send(new GetBucketVersioningCommand({ Bucket: 'landing-zone' }))
  expect(Status).toBe('Suspended')
})

test('a property that the runtime does not know is refused by name', async () => {
  await expect(makeBucket(s3, 'other', { ReplicationConfiguration: {} })).rejects.toThrow(
    'ReplicationConfiguration',
  )
  const queue = { NotificationConfiguration: { QueueConfigurations: [] } }
  await expect(makeBucket(s3, 'other', queue)).rejects.toThrow('QueueConfigurations')
})

test('a bucket without a name takes the one it is given', async () => {
  expect(await makeBucket(s3, undefined as unknown as string)).toMatchObject({ physicalId: 'unnamed-bucket' })
})

test('a policy needs its bucket, and has no effect', async () => {
  const type = s3.s3.resources.find((resource) => resource.type === 'AWS::S3::BucketPolicy')
  const request = { logicalId: 'Policy', stackName: 'test', physicalName: () => '' }
  const properties = (name: string) =>
    type?.properties.parse({ Bucket: name, PolicyDocument: { Statement: [] } })
  expect(await type?.apply({ ...request, properties: properties(Bucket) })).toMatchObject({
    physicalId: Bucket,
  })
  await expect(type?.apply({ ...request, properties: properties('none') })).rejects.toThrow(
    'none does not exist',
  )
})

test('tags are set, read and removed', async () => {
  const target = { Bucket, Key: 'tagged' }
  await s3.client.send(new PutObjectCommand({ ...target, Body: 'hello' }))
  const TagSet = [
    { Key: 'a', Value: '1' },
    { Key: 'b & c', Value: '<é>' },
  ]
  await s3.client.send(new PutObjectTaggingCommand({ ...target, Tagging: { TagSet } }))
  expect((await s3.client.send(new GetObjectTaggingCommand(target))).TagSet).toEqual(TagSet)
  expect((await s3.s3.readObject(Bucket, 'tagged')).toString()).toBe('hello')
  await s3.client.send(new PutObjectTaggingCommand({ ...target, Tagging: { TagSet: [] } }))
  expect((await s3.client.send(new GetObjectTaggingCommand(target))).TagSet).toEqual([])
  await s3.client.send(new DeleteObjectTaggingCommand(target))
  const eleven = Array.from({ length: 11 }, (_, index) => ({ Key: `${index}`, Value: '' }))
  const many = new PutObjectTaggingCommand({ ...target, Tagging: { TagSet: eleven } })
  await expect(s3.client.send(many)).rejects.toMatchObject({ name: 'BadRequest' })
})

test('keys are listed page by page, rolled up at the delimiter', async () => {
  await makeBucket(s3, 'listing')
  for (const key of ['a/1', 'a/2', 'b', 'c/1', 'c/d/1', 'z'])
    await s3.s3.putObject('listing', key, Buffer.from(key))
  const seen: (string | undefined)[] = []
  for await (const page of paginateListObjectsV2(
    { client: s3.client, pageSize: 2 },
    { Bucket: 'listing', Delimiter: '/' },
  )) {
    expect(page.KeyCount).toBeLessThanOrEqual(2)
    seen.push(
      ...(page.CommonPrefixes ?? []).map((one) => one.Prefix),
      ...(page.Contents ?? []).map((one) => one.Key),
    )
  }
  expect(seen).toEqual(['a/', 'b', 'c/', 'z'])
  const under = await s3.client.send(
    new ListObjectsV2Command({ Bucket: 'listing', Prefix: 'c/', Delimiter: '/', FetchOwner: true }),
  )
  expect(under.CommonPrefixes).toEqual([{ Prefix: 'c/d/' }])
  expect(under.Contents).toMatchObject([
    { Key: 'c/1', Size: 3, StorageClass: 'STANDARD', Owner: { ID: '000000000000' } },
  ])
  const after = await s3.client.send(new ListObjectsV2Command({ Bucket: 'listing', StartAfter: 'c/1' }))
  expect(after.Contents?.map((one) => one.Key)).toEqual(['c/d/1', 'z'])
  const old = await s3.client.send(new ListObjectsCommand({ Bucket: 'listing', Delimiter: '/', MaxKeys: 1 }))
  expect(old).toMatchObject({ IsTruncated: true, NextMarker: 'a/' })
  const rest = await s3.client.send(
    new ListObjectsCommand({ Bucket: 'listing', Delimiter: '/', Marker: 'a/' }),
  )
  expect(rest.Contents?.map((one) => one.Key)).toEqual(['b', 'z'])
})

test('names are encoded in a listing where the client asks for it', async () => {
  await makeBucket(s3, 'encoded')
  await s3.s3.putObject('encoded', 'a b+/é\u0001*', Buffer.alloc(0))
  const list = new ListObjectsV2Command({ Bucket: 'encoded', EncodingType: 'url' })
  expect((await s3.client.send(list)).Contents?.[0]?.Key).toBe('a+b%2B/%C3%A9%01*')
})

test('what S3 can and the runtime cannot is refused by name', async () => {
  await expect(s3.client.send(new GetBucketAclCommand({ Bucket }))).rejects.toMatchObject({
    name: 'NotImplemented',
    message: 'The local runtime has no S3 action for GET bucket ?acl.',
    $metadata: { httpStatusCode: 501 },
  })
  const restore = new RestoreObjectCommand({ Bucket, Key: 'tagged', RestoreRequest: { Days: 1 } })
  await expect(s3.client.send(restore)).rejects.toMatchObject({
    message: expect.stringContaining('POST object ?restore'),
  })
})

test.each<[string, RequestInit, number, string]>([
  ['/buckets/%E0%A4%A', {}, 400, 'InvalidURI'],
  ['/buckets?list-type=3', {}, 400, 'InvalidArgument'],
  ['/buckets?list-type=2&max-keys=many', {}, 400, 'InvalidArgument'],
  ['/buckets?list-type=2&continuation-token=!', {}, 400, 'InvalidArgument'],
  ['/buckets?list-type=2&encoding-type=latin1', {}, 400, 'InvalidArgument'],
  ['/buckets?versions&version-id-marker=1', {}, 400, 'InvalidArgument'],
  ['/buckets?delete', { method: 'POST', body: '<Delete><Object>' }, 400, 'MalformedXML'],
  ['/buckets?delete', { method: 'POST', body: '<Delete/>' }, 400, 'MalformedXML'],
  ['/buckets/key', { method: 'PATCH' }, 501, 'NotImplemented'],
  ['/buckets/tagged?response-content-type=a%0Ab', {}, 400, 'InvalidArgument'],
  ['/none?list-type=2', {}, 404, 'NoSuchBucket'],
])('%s is refused with a code and a request id', async (path, init, status, code) => {
  const answer = await fetch(s3.url + path, init)
  expect(answer.status).toBe(status)
  const body = await answer.text()
  expect(body).toContain(`<Code>${code}</Code>`)
  expect(body).toContain(`<RequestId>${answer.headers.get('x-amz-request-id')}</RequestId>`)
})

test('a plus in a path is a plus', async () => {
  const answer = await fetch(`${s3.url}/buckets/a+b`, { method: 'PUT', body: 'plus' })
  expect(answer.status).toBe(200)
  expect((await s3.s3.readObject(Bucket, 'a+b')).toString()).toBe('plus')
})

test('a presigned link sets headers of its answer', async () => {
  const signed =
    'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=local%2F20300101%2Feu-west-1%2Fs3%2Faws4_request'
  const name = encodeURIComponent('attachment; filename="a.csv"')
  const answer = await fetch(
    `${s3.url}/buckets/tagged?${signed}&response-content-disposition=${name}&x-id=GetObject`,
  )
  expect(await answer.text()).toBe('hello')
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="a.csv"')
})

test.each(['buckets.localhost', 'buckets.s3.amazonaws.com', 'buckets.s3.eu-west-1.amazonaws.com'])(
  'a bucket may stand in the host name: %s',
  async (host) => {
    const request = get(`${s3.url}/tagged`, { headers: { host } })
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    expect(await text(response)).toBe('hello')
  },
)
