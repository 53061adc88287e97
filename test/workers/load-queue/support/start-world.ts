import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateTableCommand, DynamoDBClient, GetItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb'
import {
  CreateBucketCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { expect, vi } from 'vitest'
import { startLocalStack } from '../../../../local/stack.ts'
import { datasetsHash } from '../../../../shared/dataset/datasets-hash.ts'
import { things } from '../../../shared/load/support/fakes.ts'
import { objectCreated } from '../../../system/deliveries.ts'
import { startCountingProxy } from './counting-proxy.ts'
import { runWorker } from './run-worker.ts'

const LANDING = 'landing'
const VISIBILITY_SECONDS = '60'

/** Queues, buckets and tables of the local runtime, and workers that reach them through a proxy that counts. */
export async function startWorld() {
  const dataFolder = mkdtempSync(join(tmpdir(), 'stevedore-worker-'))
  const stack = await startLocalStack({
    ...{ port: 0, dataFolder, region: 'us-east-1', speed: 1, tasksMax: 1, print: () => undefined },
  })
  const proxy = await startCountingProxy(() => stack.endpoint)
  const client = {
    endpoint: stack.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  }
  const s3 = new S3Client(client)
  const dynamodb = new DynamoDBClient(client)
  const sqs = new SQSClient(client)
  const workers: ReturnType<typeof runWorker>[] = []

  await s3.send(new CreateBucketCommand({ Bucket: LANDING }))
  await s3.send(
    new PutBucketVersioningCommand({ Bucket: LANDING, VersioningConfiguration: { Status: 'Enabled' } }),
  )
  await s3.send(new CreateBucketCommand({ Bucket: 'results' }))
  await createTable('ledger', 'object', 'version')
  await createTable('test-things', 'id')
  const loads = await createQueue('loads')
  const dead = await createQueue('dead')
  const datasetsFile = join(dataFolder, 'datasets.json')
  writeFileSync(datasetsFile, JSON.stringify([things]))

  return {
    proxy,
    startWorker(stopTimeoutSeconds: number) {
      const worker = runWorker({
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        AWS_ENDPOINT_URL: proxy.endpoint,
        STACK_NAME: 'test',
        LEDGER_TABLE: 'ledger',
        LANDING_BUCKET: LANDING,
        RESULTS_BUCKET: 'results',
        TABLE_PREFIX: 'test-',
        DATASETS_FILE: datasetsFile,
        DATASETS_HASH: datasetsHash([things]),
        LOADS_QUEUE_URL: loads.replace(stack.endpoint, proxy.endpoint),
        DEAD_LETTER_QUEUE_URL: dead.replace(stack.endpoint, proxy.endpoint),
        STOP_TIMEOUT_SECONDS: String(stopTimeoutSeconds),
      })
      workers.push(worker)
      return worker
    },

    /** Uploads a file and answers the message that an event would become. */
    async upload(name: string, body: string): Promise<string> {
      const key = `things/${name}.csv`
      const { VersionId = '' } = await s3.send(
        new PutObjectCommand({ Bucket: LANDING, Key: key, Body: body }),
      )
      return objectCreated(LANDING, key, VersionId, body.length)
    },

    async send(...bodies: readonly string[]): Promise<void> {
      for (const MessageBody of bodies)
        await sqs.send(new SendMessageCommand({ QueueUrl: loads, MessageBody }))
    },

    /** What another worker would be given within a second. */
    async receive() {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          ...{ QueueUrl: loads, WaitTimeSeconds: 1, MaxNumberOfMessages: 10, VisibilityTimeout: 0 },
          MessageSystemAttributeNames: ['ApproximateReceiveCount'],
        }),
      )
      return Messages.map(({ Body, Attributes }) => ({
        body: Body,
        receiveCount: Number(Attributes?.ApproximateReceiveCount),
      }))
    },

    async queueIsEmpty(): Promise<void> {
      await vi.waitFor(
        async () => {
          const { Attributes } = await sqs.send(
            new GetQueueAttributesCommand({ QueueUrl: loads, AttributeNames: ['All'] }),
          )
          expect(Attributes).toMatchObject({
            ApproximateNumberOfMessages: '0',
            ApproximateNumberOfMessagesNotVisible: '0',
          })
        },
        { timeout: 15_000, interval: 20 },
      )
    },

    async ledgerItem(message: string) {
      const { object } = JSON.parse(message).detail
      const Key = { object: { S: `s3://${LANDING}/${object.key}` }, version: { S: object['version-id'] } }
      return (await dynamodb.send(new GetItemCommand({ TableName: 'ledger', Key }))).Item
    },

    async rowCount(): Promise<number> {
      const { Count = 0 } = await dynamodb.send(
        new ScanCommand({ TableName: 'test-things', Select: 'COUNT' }),
      )
      return Count
    },

    async close(): Promise<void> {
      for (const worker of workers) worker.kill()
      await Promise.all(workers.map(({ exited }) => exited))
      for (const each of [s3, dynamodb, sqs]) each.destroy()
      proxy.close()
      await stack.close()
      rmSync(dataFolder, { recursive: true, force: true })
    },
  }

  async function createTable(TableName: string, ...keys: readonly string[]): Promise<void> {
    await dynamodb.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        KeySchema: keys.map((AttributeName, place) => ({
          AttributeName,
          KeyType: place === 0 ? 'HASH' : 'RANGE',
        })),
      }),
    )
  }

  async function createQueue(QueueName: string): Promise<string> {
    const { QueueUrl = '' } = await sqs.send(
      new CreateQueueCommand({ QueueName, Attributes: { VisibilityTimeout: VISIBILITY_SECONDS } }),
    )
    return QueueUrl
  }
}

/** A CSV of the dataset `things`, whose ids are of this file alone. */
export function thingsOf(name: string, rows: number): string {
  return `id,n\n${Array.from({ length: rows }, (_, row) => `${name}-${row},${row}`).join('\n')}\n`
}
