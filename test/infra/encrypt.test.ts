import { createRequire } from 'node:module'
import { expect, test } from 'vitest'

const encrypt = createRequire(import.meta.url)('../../infra/encrypt.cjs')

const KEY = 'arn:aws:kms:eu-west-1:123456789012:key/0123'
const VIA = (...services: string[]) => ({
  StringEquals: {
    'kms:ViaService': services.map((service) => ({ 'Fn::Sub': `${service}.\${AWS::Region}.amazonaws.com` })),
  },
})

function roleWith(...actions: (string | string[])[]) {
  const Statement = actions.map((Action) => ({ Effect: 'Allow', Action, Resource: 'x' }))
  const Policies = [{ PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement } }]
  const { Role } = encrypt({ Role: { Type: 'AWS::IAM::Role', Properties: { Policies } } }, KEY)
  return Role.Properties.Policies.slice(1).flatMap(
    ({ PolicyDocument }: { PolicyDocument: { Statement: object[] } }) => PolicyDocument.Statement,
  )
}

test('what stores data gets the key, and what else it says stays', () => {
  const resources = {
    Queue: { Type: 'AWS::SQS::Queue', Properties: { SqsManagedSseEnabled: true, VisibilityTimeout: 60 } },
    Bucket: { Type: 'AWS::S3::Bucket', DeletionPolicy: 'Retain', Properties: { BucketEncryption: 'other' } },
    Topic: { Type: 'AWS::SNS::Topic' },
    Table: { Type: 'AWS::DynamoDB::Table', Properties: { SSESpecification: { SSEEnabled: false } } },
    Logs: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 30 } },
  }
  expect(encrypt(resources, KEY)).toEqual({
    Queue: {
      Type: 'AWS::SQS::Queue',
      Properties: { VisibilityTimeout: 60, KmsMasterKeyId: KEY, KmsDataKeyReusePeriodSeconds: 3600 },
    },
    Bucket: {
      Type: 'AWS::S3::Bucket',
      DeletionPolicy: 'Retain',
      Properties: {
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [
            {
              BucketKeyEnabled: true,
              ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY },
            },
          ],
        },
      },
    },
    Topic: { Type: 'AWS::SNS::Topic', Properties: { KmsMasterKeyId: KEY } },
    Table: {
      Type: 'AWS::DynamoDB::Table',
      Properties: { SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: KEY } },
    },
    Logs: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 30, KmsKeyId: KEY } },
  })
})

test('the bucket of code, and what stores nothing, stay as they are', () => {
  const resources = {
    ServerlessDeploymentBucket: { Type: 'AWS::S3::Bucket', Properties: {} },
    Cluster: { Type: 'AWS::ECS::Cluster', Properties: {} },
  }
  expect(encrypt(resources, KEY)).toEqual(resources)
})

test('a role that reads may decrypt, one that writes may make data keys too, each by its services alone', () => {
  expect(roleWith('sqs:ReceiveMessage', ['s3:GetObject', 's3:ListBucket'])).toEqual([
    { Effect: 'Allow', Action: ['kms:Decrypt'], Resource: KEY, Condition: VIA('s3', 'sqs') },
  ])
  expect(roleWith(['sqs:SendMessage', 'sns:Publish'])).toEqual([
    {
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: KEY,
      Condition: VIA('sns', 'sqs'),
    },
  ])
})

test('a role that reads or writes a table may use the key by DynamoDB: it asks what the caller may', () => {
  const byTable = {
    Effect: 'Allow',
    Action: [
      'kms:Decrypt',
      'kms:DescribeKey',
      'kms:Encrypt',
      'kms:GenerateDataKey',
      'kms:GenerateDataKeyWithoutPlaintext',
      'kms:ReEncryptFrom',
      'kms:ReEncryptTo',
    ],
    Resource: KEY,
    Condition: VIA('dynamodb'),
  }
  expect(roleWith('dynamodb:PutItem')).toEqual([byTable])
  expect(roleWith(['dynamodb:Query', 's3:GetObject'])).toEqual([
    { Effect: 'Allow', Action: ['kms:Decrypt'], Resource: KEY, Condition: VIA('s3') },
    byTable,
  ])
})

test('a role that reads and writes nothing encrypted gets no use of the key', () => {
  expect(roleWith('ecs:RunTask', ['logs:PutLogEvents', 's3:ListBucket'])).toEqual([])
})
