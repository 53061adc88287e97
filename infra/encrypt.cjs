// What changes in a template when all that it stores is encrypted by a key of the user's own.
'use strict'

module.exports = function encrypt(resources, keyArn) {
  return Object.fromEntries(
    Object.entries(resources).map(([logicalId, resource]) => {
      const change = BY_TYPE[resource.Type]
      if (change === undefined || NOT_DATA.includes(logicalId)) return [logicalId, resource]
      return [logicalId, { ...resource, Properties: change(resource.Properties ?? {}, keyArn) }]
    }),
  )
}

// The framework's own bucket holds code.
const NOT_DATA = ['ServerlessDeploymentBucket', 'ServerlessDeploymentBucketPolicy']

// Seconds for which SQS uses one data key: fewer calls of KMS. The most that it takes is a day.
const DATA_KEY_REUSE_SECONDS = 3600

const BY_TYPE = {
  'AWS::S3::Bucket': (properties, key) => ({
    ...properties,
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [
        // A key of the bucket's own stands between: one call of KMS for many objects.
        {
          BucketKeyEnabled: true,
          ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key },
        },
      ],
    },
  }),
  'AWS::SQS::Queue': ({ SqsManagedSseEnabled: _, ...properties }, key) => ({
    ...properties,
    KmsMasterKeyId: key,
    KmsDataKeyReusePeriodSeconds: DATA_KEY_REUSE_SECONDS,
  }),
  'AWS::SNS::Topic': (properties, key) => ({ ...properties, KmsMasterKeyId: key }),
  'AWS::DynamoDB::Table': (properties, key) => ({
    ...properties,
    SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: key },
  }),
  'AWS::Logs::LogGroup': (properties, key) => ({ ...properties, KmsKeyId: key }),
  'AWS::IAM::Role': (properties, key) => {
    const actions = (properties.Policies ?? [])
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .flatMap(({ Action }) => Action)
    const statements = [...dataUse(actions, key), ...tableUse(actions, key)]
    if (statements.length === 0) return properties
    const policy = {
      PolicyName: 'use-key',
      PolicyDocument: { Version: '2012-10-17', Statement: statements },
    }
    return { ...properties, Policies: [...properties.Policies, policy] }
  },
}

// Who reads needs the key to decrypt; who writes, to make data keys, and to read its own again.
const READS = ['s3:GetObject', 's3:GetObjectVersion', 'sqs:ReceiveMessage']
const WRITES = ['s3:PutObject', 'sqs:SendMessage', 'sns:Publish']

/** What a role needs of the key for what it may do already with objects, messages and mails. */
function dataUse(actions, keyArn) {
  const writes = actions.filter((action) => WRITES.includes(action))
  const uses = [...actions.filter((action) => READS.includes(action)), ...writes]
  if (uses.length === 0) return []
  const services = [...new Set(uses.map((action) => action.split(':')[0]))].sort()
  return [use(['kms:Decrypt', ...(writes.length > 0 ? ['kms:GenerateDataKey'] : [])], keyArn, services)]
}

// Besides its own grant DynamoDB asks for what the caller may: without it each read and write is denied. All of these but
// CreateGrant, which whoever makes the table needs:
// https://docs.aws.amazon.com/kms/latest/developerguide/services-dynamodb.html
const OF_A_TABLE = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
]

function tableUse(actions, keyArn) {
  return actions.some((action) => action.startsWith('dynamodb:'))
    ? [use(OF_A_TABLE, keyArn, ['dynamodb'])]
    : []
}

/** By way of those services alone. */
function use(Action, Resource, services) {
  const names = services.map((service) => ({ 'Fn::Sub': `${service}.\${AWS::Region}.amazonaws.com` }))
  return { Effect: 'Allow', Action, Resource, Condition: { StringEquals: { 'kms:ViaService': names } } }
}
