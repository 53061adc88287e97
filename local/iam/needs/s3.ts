import type { S3Call } from '../../s3/action.ts'
import type { ApiNeeds, Need } from './need.ts'

type Called = Pick<S3Call, 'bucket' | 'key' | 'query' | 'headers'>

/** Service Authorization Reference, S3. What reads one version by its id is an action of its own. */
export const s3Needs: ApiNeeds<Called> = {
  prefix: 's3',
  actions: {
    AbortMultipartUpload: object(),
    CompleteMultipartUpload: object('PutObject'),
    CopyObject: (call) => [...written(call), ...copied(call)],
    CreateBucket: bucket(),
    CreateMultipartUpload: written,
    DeleteBucket: bucket(),
    DeleteObject: version('DeleteObject'),
    DeleteObjectTagging: version('DeleteObjectTagging'),
    // Its keys are in the body, and S3 asks for each of them: here the whole bucket is asked for.
    DeleteObjects: ({ bucket: name }) => ({ action: 's3:DeleteObject', resource: `arn:aws:s3:::${name}/*` }),
    GetBucketLocation: bucket(),
    GetBucketVersioning: bucket(),
    GetObject: version('GetObject'),
    GetObjectTagging: version('GetObjectTagging'),
    HeadBucket: bucket('ListBucket'),
    HeadObject: version('GetObject'),
    ListBuckets: () => ({ action: 's3:ListAllMyBuckets', resource: '*' }),
    ListMultipartUploads: bucket('ListBucketMultipartUploads'),
    ListObjects: bucket('ListBucket'),
    ListObjectsV2: bucket('ListBucket'),
    ListObjectVersions: bucket('ListBucketVersions'),
    ListParts: object('ListMultipartUploadParts'),
    PutBucketVersioning: bucket(),
    PutObject: written,
    PutObjectTagging: version('PutObjectTagging'),
    UploadPart: object('PutObject'),
    UploadPartCopy: (call) => [{ ...object('PutObject')(call) }, ...copied(call)],
  },
}

function bucket(action?: string) {
  return ({ bucket: name, query }: Called): Need => ({
    ...(action ? { action: `s3:${action}` } : {}),
    resource: `arn:aws:s3:::${name}`,
    context: query.has('prefix') ? { 's3:prefix': query.get('prefix') ?? '' } : {},
  })
}

function object(action?: string) {
  return (call: Called): Need => ({
    ...(action ? { action: `s3:${action}` } : {}),
    resource: arnOfObject(call.bucket, call.key),
  })
}

/** `s3:GetObject`, or `s3:GetObjectVersion` where a version is named; `s3:GetObjectTagging`, `s3:GetObjectVersionTagging`. */
function version(action: string) {
  return ({ bucket: name, key, query }: Called): Need =>
    ofVersion(action, name, key, query.get('versionId') ?? undefined)
}

function ofVersion(action: string, bucketName: string, key: string, versionId: string | undefined): Need {
  const resource = arnOfObject(bucketName, key)
  if (versionId === undefined) return { action: `s3:${action}`, resource }
  return {
    action: `s3:${action.replace('Object', 'ObjectVersion')}`,
    resource,
    context: { 's3:versionid': versionId },
  }
}

function written(call: Called): readonly Need[] {
  const put = object('PutObject')(call)
  return call.headers['x-amz-tagging'] === undefined ? [put] : [put, object('PutObjectTagging')(call)]
}

/** What a copy reads: `bucket/key?versionId=id`, in percent encoding. */
function copied({ headers }: Called): readonly Need[] {
  const [path = '', query = ''] = String(headers['x-amz-copy-source']).replace(/^\//, '').split('?')
  const slash = path.indexOf('/')
  const versionId = new URLSearchParams(query).get('versionId') ?? undefined
  return [ofVersion('GetObject', path.slice(0, slash), decodeURIComponent(path.slice(slash + 1)), versionId)]
}

function arnOfObject(bucketName: string, key: string): string {
  return `arn:aws:s3:::${bucketName}/${key}`
}
