import { expect, test } from 'vitest'
import { needsOf } from '../../../local/iam/needs/needs-of.ts'
import { tableRows } from '../../docs/tables.ts'

const at = {
  region: 'us-east-1',
  accountId: '000000000000',
  taskDefinition: (family: string) => ({
    arn: `arn:aws:ecs:us-east-1:000000000000:task-definition/${family}:1`,
    taskRoleArn: 'arn:aws:iam::000000000000:role/task',
    executionRoleArn: 'arn:aws:iam::000000000000:role/execution',
  }),
}

function needs(service: string, action: string, input: unknown): string[] {
  return needsOf(service, action, input, { at, context: {} }).map((use) => `${use.action} ${use.resource}`)
}

function s3(action: string, path: string, headers: Record<string, string> = {}): string[] {
  const url = new URL(path, 'http://127.0.0.1')
  const [, bucket = '', ...key] = url.pathname.split('/')
  return needs('s3', action, { bucket, key: key.join('/'), query: url.searchParams, headers })
}

test.each([
  ['ListObjectsV2', '/b?list-type=2', ['s3:ListBucket arn:aws:s3:::b']],
  ['ListObjectVersions', '/b?versions', ['s3:ListBucketVersions arn:aws:s3:::b']],
  ['HeadBucket', '/b', ['s3:ListBucket arn:aws:s3:::b']],
  ['HeadObject', '/b/k', ['s3:GetObject arn:aws:s3:::b/k']],
  ['HeadObject', '/b/k?versionId=1', ['s3:GetObjectVersion arn:aws:s3:::b/k']],
  ['GetObjectTagging', '/b/k?tagging&versionId=1', ['s3:GetObjectVersionTagging arn:aws:s3:::b/k']],
  ['DeleteObject', '/b/k?versionId=1', ['s3:DeleteObjectVersion arn:aws:s3:::b/k']],
  ['DeleteObjects', '/b?delete', ['s3:DeleteObject arn:aws:s3:::b/*']],
  ['CreateMultipartUpload', '/b/k?uploads', ['s3:PutObject arn:aws:s3:::b/k']],
  ['CompleteMultipartUpload', '/b/k?uploadId=1', ['s3:PutObject arn:aws:s3:::b/k']],
  ['AbortMultipartUpload', '/b/k?uploadId=1', ['s3:AbortMultipartUpload arn:aws:s3:::b/k']],
  ['ListBuckets', '/', ['s3:ListAllMyBuckets *']],
])('S3 %s of %s takes %j', (action, path, expected) => {
  expect(s3(action, path)).toEqual(expected)
})

test('a copy takes what it reads, too, and tags are a permission of their own', () => {
  expect(s3('CopyObject', '/to/k', { 'x-amz-copy-source': '/from/a%20b?versionId=7' })).toEqual([
    's3:PutObject arn:aws:s3:::to/k',
    's3:GetObjectVersion arn:aws:s3:::from/a b',
  ])
  expect(s3('PutObject', '/b/k', { 'x-amz-tagging': 'a=b' })).toEqual([
    's3:PutObject arn:aws:s3:::b/k',
    's3:PutObjectTagging arn:aws:s3:::b/k',
  ])
})

const TABLE = 'arn:aws:dynamodb:us-east-1:000000000000:table/t'

test.each([
  ['PutItem', { TableName: 't' }, [`dynamodb:PutItem ${TABLE}`]],
  ['PutItem', { TableName: TABLE }, [`dynamodb:PutItem ${TABLE}`]],
  ['Query', { TableName: 't' }, [`dynamodb:Query ${TABLE}`]],
  ['Query', { TableName: 't', IndexName: 'i' }, [`dynamodb:Query ${TABLE}/index/i`]],
  [
    'BatchWriteItem',
    { RequestItems: { t: [], u: [] } },
    [`dynamodb:BatchWriteItem ${TABLE}`, `dynamodb:BatchWriteItem ${TABLE.replace(/t$/, 'u')}`],
  ],
  ['TransactWriteItems', {}, []],
])('DynamoDB %s of %j takes %j', (action, input, expected) => {
  expect(needs('dynamodb', action, input)).toEqual(expected)
})

test('a queue is named by its URL, and batches take what their single actions take', () => {
  const QueueUrl = 'http://127.0.0.1:4566/000000000000/loads'
  const arn = 'arn:aws:sqs:us-east-1:000000000000:loads'
  expect(needs('sqs', 'ReceiveMessage', { QueueUrl })).toEqual([`sqs:ReceiveMessage ${arn}`])
  expect(needs('sqs', 'DeleteMessageBatch', { QueueUrl })).toEqual([`sqs:DeleteMessage ${arn}`])
})

test('a task takes its definition, the roles that it is passed, and its tags', () => {
  const uses = needsOf(
    'ecs',
    'RunTask',
    { cluster: 'c', taskDefinition: 'load', propagateTags: 'TASK_DEFINITION' },
    { at, context: {} },
  )
  const cluster = { 'ecs:cluster': 'arn:aws:ecs:us-east-1:000000000000:cluster/c' }
  const passed = { 'iam:passedtoservice': 'ecs-tasks.amazonaws.com' }
  expect(uses).toEqual([
    {
      action: 'ecs:RunTask',
      resource: 'arn:aws:ecs:us-east-1:000000000000:task-definition/load:1',
      context: cluster,
    },
    { action: 'iam:PassRole', resource: 'arn:aws:iam::000000000000:role/execution', context: passed },
    { action: 'iam:PassRole', resource: 'arn:aws:iam::000000000000:role/task', context: passed },
    {
      action: 'ecs:TagResource',
      resource: 'arn:aws:ecs:us-east-1:000000000000:task/c/*',
      context: { ...cluster, 'ecs:createaction': 'RunTask' },
    },
  ])
})

test('another role in the overrides is the one that is passed', () => {
  const overrides = { taskRoleArn: 'arn:aws:iam::000000000000:role/administrator' }
  expect(needs('ecs', 'RunTask', { cluster: 'c', taskDefinition: 'load', overrides })).toContain(
    'iam:PassRole arn:aws:iam::000000000000:role/administrator',
  )
})

test('an action that is in no table takes itself on everything', () => {
  expect(needs('events', 'PutRule', { Name: 'r' })).toEqual(['events:PutRule *'])
  expect(needs('monitoring', 'GetMetricData', {})).toEqual(['cloudwatch:GetMetricData *'])
})

const SCOPES = { S3: 's3', DynamoDB: 'dynamodb', SQS: 'sqs', SNS: 'sns', ECS: 'ecs' } as const

test.each(Object.entries(SCOPES))('every action of %s has an entry', (name, service) => {
  const [, actions = ''] = tableRows('local-runtime.md', 'Actions').find(([row]) => row === name) ?? []
  const input = { bucket: 'b', key: 'k', query: new URLSearchParams(), headers: {}, TableName: 't' }
  const without = actions
    .split(' ')
    .filter((action) => needs(service, action, input).includes(`${service}:${action} *`))
  // These are the ones of which IAM knows no resource.
  expect(without).toEqual(actions.split(' ').filter((action) => KNOW_NO_RESOURCE.has(action)))
})

// Service Authorization Reference: the column of resource types is empty.
const KNOW_NO_RESOURCE = new Set([
  'CancelMessageMoveTask',
  'DeregisterTaskDefinition',
  'DescribeTaskDefinition',
  'ListClusters',
  'ListQueues',
  'ListServices',
  'ListSubscriptions',
  'ListTables',
  'ListTaskDefinitions',
  'ListTasks',
  'ListTopics',
  'RegisterTaskDefinition',
])
