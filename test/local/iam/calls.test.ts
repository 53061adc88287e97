import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { DescribeTasksCommand, ECSClient } from '@aws-sdk/client-ecs'
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterEach, expect, test } from 'vitest'
import { createDynamodb } from '../../../local/dynamodb/index.ts'
import { createEcs } from '../../../local/ecs/index.ts'
import { createS3 } from '../../../local/s3/index.ts'
import { createSns } from '../../../local/sns/index.ts'
import { createSqs } from '../../../local/sqs/index.ts'
import { createSts } from '../../../local/sts/index.ts'
import { startWorld } from './world.ts'

let world: Awaited<ReturnType<typeof startWorld>>
afterEach(() => world.close())

const BUCKET = 'arn:aws:s3:::landing'
const services = async (site: Parameters<typeof createSqs>[0]) => {
  const sqs = await createSqs(site)
  const host = {
    prepare: async () => {},
    pull: async () => '',
    start: () => Promise.reject(),
    close: () => {},
  }
  return [
    createS3(site, { emit: async () => {} }),
    await createDynamodb(site),
    sqs,
    createSns(site, { queues: sqs, invoke: async () => {} }),
    createEcs(site, { emit: async () => {}, tasksMax: 1, host: host as never }),
    createSts(site),
  ]
}

async function refusal(call: Promise<unknown>) {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown as Error & { $metadata: { httpStatusCode: number } },
  )
  return { name: error?.name, message: error?.message, status: error?.$metadata.httpStatusCode }
}

test('each API refuses in its own way what the role may not do', async () => {
  world = await startWorld({
    statements: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
    services,
  })
  await world.make('AWS::S3::Bucket', 'landing', { BucketName: 'landing' })
  const client = world.client(world.takeRole().credentials)
  const words = (action: string, resource: string) =>
    `User: arn:aws:sts::000000000000:assumed-role/loader/t1 is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`

  expect(
    await refusal(
      new S3Client(client).send(new PutObjectCommand({ Bucket: 'landing', Key: 'a', Body: 'b' })),
    ),
  ).toEqual({ name: 'AccessDenied', status: 403, message: words('s3:PutObject', `${BUCKET}/a`) })
  expect(
    await refusal(new DynamoDBClient(client).send(new GetItemCommand({ TableName: 'ledger', Key: {} }))),
  ).toEqual({
    name: 'AccessDeniedException',
    status: 400,
    message: words('dynamodb:GetItem', 'arn:aws:dynamodb:us-east-1:000000000000:table/ledger'),
  })
  const QueueUrl = `${client.endpoint}/000000000000/loads`
  expect(
    await refusal(new SQSClient(client).send(new SendMessageCommand({ QueueUrl, MessageBody: 'a' }))),
  ).toEqual({
    name: 'AccessDenied',
    status: 403,
    message: words('sqs:SendMessage', 'arn:aws:sqs:us-east-1:000000000000:loads'),
  })
  const TopicArn = 'arn:aws:sns:us-east-1:000000000000:topic'
  expect(await refusal(new SNSClient(client).send(new PublishCommand({ TopicArn, Message: 'a' })))).toEqual({
    name: 'AuthorizationErrorException',
    status: 403,
    message: words('sns:Publish', TopicArn),
  })
  expect(
    await refusal(new ECSClient(client).send(new DescribeTasksCommand({ cluster: 'c', tasks: ['1'] }))),
  ).toMatchObject({ name: 'AccessDeniedException', status: 400 })
  expect(world.failures).toEqual([])
})

test('a refusal is told once, with the statement that it would take', async () => {
  world = await startWorld({
    statements: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
    services,
  })
  const s3 = new S3Client(world.client(world.takeRole().credentials))
  for (let again = 0; again < 2; again += 1)
    await refusal(s3.send(new PutObjectCommand({ Bucket: 'landing', Key: 'a', Body: 'b' })))
  expect(world.said).toEqual([
    expect.stringMatching(
      /^iam +refused: s3:PutObject on arn:aws:s3:::landing\/a to arn:aws:iam::000000000000:role\/loader: it would take {"Effect":"Allow","Action":"s3:PutObject","Resource":"arn:aws:s3:::landing\/a"}$/,
    ),
  ])
})

test('who may not list a bucket is not told that an object is missing', async () => {
  const get = { Effect: 'Allow', Action: ['s3:GetObject', 's3:GetObjectVersion'], Resource: `${BUCKET}/*` }
  const list = { Effect: 'Allow', Action: 's3:ListBucket', Resource: BUCKET }
  const listVersions = { ...list, Action: 's3:ListBucketVersions' }
  const missing = { Bucket: 'landing', Key: 'missing' }
  for (const [statements, status, versions] of [
    [[get], 403, 403],
    [[get, list], 404, 403],
    [[get, list, listVersions], 404, 404],
  ] as const) {
    world = await startWorld({ statements, services })
    await world.make('AWS::S3::Bucket', 'landing', { BucketName: 'landing' })
    const s3 = new S3Client(world.client(world.takeRole().credentials))
    expect((await refusal(s3.send(new GetObjectCommand(missing)))).status).toBe(status)
    expect((await refusal(s3.send(new HeadObjectCommand(missing)))).status).toBe(status)
    const versioned = new GetObjectCommand({ ...missing, VersionId: 'none' })
    expect((await refusal(s3.send(versioned))).status).toBe(versions)
    if (versions === 403) await world.close()
  }
})

test('a person may do everything, also with keys of a session of another account', async () => {
  world = await startWorld({ statements: [{ Effect: 'Allow', Action: 'a:B', Resource: '*' }], services })
  await world.make('AWS::S3::Bucket', 'landing', { BucketName: 'landing' })
  for (const accessKeyId of ['local', 'ASIAIOSFODNN7EXAMPLE']) {
    const s3 = new S3Client(world.client({ accessKeyId, secretAccessKey: 'x' }))
    await s3.send(new PutObjectCommand({ Bucket: 'landing', Key: 'a', Body: 'b' }))
  }
  expect(world.iam.calls().map(({ action }) => action)).toEqual([])
})

test('the keys of a session that has ended are refused', async () => {
  world = await startWorld({ statements: [{ Effect: 'Allow', Action: '*', Resource: '*' }], services })
  const session = world.takeRole()
  const client = world.client(session.credentials)
  session.end()
  const dynamodb = new DynamoDBClient(client)
  expect(await refusal(dynamodb.send(new PutItemCommand({ TableName: 't', Item: {} })))).toMatchObject({
    name: 'ExpiredTokenException',
    status: 400,
  })
  const s3 = new S3Client(client)
  expect(await refusal(s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'k' })))).toMatchObject({
    name: 'ExpiredToken',
    status: 403,
  })
})

test('the policy of a bucket refuses a role what its own policy allows', async () => {
  world = await startWorld({ statements: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }], services })
  await world.make('AWS::S3::Bucket', 'landing', { BucketName: 'landing' })
  await world.make('AWS::S3::BucketPolicy', 'policy', {
    Bucket: 'landing',
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'Frozen',
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:PutObject',
          Resource: `${BUCKET}/frozen/*`,
        },
      ],
    },
  })
  const s3 = new S3Client(world.client(world.takeRole().credentials))
  await s3.send(new PutObjectCommand({ Bucket: 'landing', Key: 'a', Body: 'b' }))
  const frozen = new PutObjectCommand({ Bucket: 'landing', Key: 'frozen/a', Body: 'b' })
  expect((await refusal(s3.send(frozen))).message).toMatch(
    /with an explicit deny in a resource-based policy: policy\/Frozen$/,
  )
})
