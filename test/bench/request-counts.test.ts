import { expect, test } from 'vitest'
import { createRequestCounts, requestName } from '../../bench/null-server/request-counts.ts'

const NO_BODY = Buffer.alloc(0)

test.each([
  ['GET', '/bucket/a.csv?versionId=v1', 'S3 GetObject'],
  ['GET', '/bucket?versions&prefix=a.csv', 'S3 ListObjectVersions'],
  ['HEAD', '/bucket/a.csv', 'S3 HeadObject'],
  ['PUT', '/bucket/a.csv?x-id=PutObject', 'S3 PutObject'],
  ['POST', '/bucket/a.csv?uploads', 'S3 POST /bucket/a.csv?uploads'],
])('%s %s is %s', (method, path, name) => {
  expect(requestName({ method, path, head: `${method} ${path} HTTP/1.1\r\nHost: s3` })).toBe(name)
})

test('requests with a target are counted by service and operation', () => {
  const requests = createRequestCounts()
  const post = (target: string) =>
    requests.count({
      method: 'POST',
      path: '/',
      head: `POST / HTTP/1.1\r\nX-Amz-Target: ${target}`,
      body: NO_BODY,
    })
  post('DynamoDB_20120810.Query')
  post('AmazonSQS.ReceiveMessage')
  post('DynamoDB_20120810.Query')
  expect(requests.all()).toEqual({ 'DynamoDB Query': 2, 'SQS ReceiveMessage': 1 })
})
