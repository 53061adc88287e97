import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import {
  type AttributeValue,
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
} from '@aws-sdk/client-dynamodb'
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs'
import { startLocalStack } from '../../local/stack.ts'
import { datasetsHash } from '../../shared/dataset/datasets-hash.ts'
import { parseDatasets } from '../../shared/dataset/parse-datasets.ts'
import { startKeepingServer } from './keeping-server.ts'

const WORKER = join(import.meta.dirname, '..', '..', 'workers', 'load-object', 'main.ts')
const SETTINGS = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }
const LEDGER = 'endurance-ledger'

export interface LoadedObject {
  readonly key: string
  readonly versionId: string
}

/** Local S3, ledger and queue, a table that keeps checksums, and the worker as a process to be killed. */
export async function startLoadingWorld(dataset: string, rowsMax: number) {
  const folder = mkdtempSync(join(tmpdir(), 'stevedore-endurance-'))
  const stack = await startLocalStack({
    port: 0,
    dataFolder: join(folder, 'data'),
    region: SETTINGS.region,
    speed: 1,
    tasksMax: 1,
    print: () => undefined,
  })
  const table = await startKeepingServer(stack.endpoint, rowsMax)
  const client = { ...SETTINGS, endpoint: stack.endpoint }
  const s3 = new S3Client(client)
  const dynamodb = new DynamoDBClient(client)
  const sqs = new SQSClient(client)
  const workers = new Set<ChildProcess>()

  await s3.send(new CreateBucketCommand({ Bucket: 'landing' }))
  await s3.send(new CreateBucketCommand({ Bucket: 'results' }))
  await s3.send(
    new PutBucketVersioningCommand({
      Bucket: 'landing',
      VersioningConfiguration: { Status: 'Enabled' },
    }),
  )
  await dynamodb.send(
    new CreateTableCommand({
      TableName: LEDGER,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'object', KeyType: 'HASH' },
        { AttributeName: 'version', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'object', AttributeType: 'S' },
        { AttributeName: 'version', AttributeType: 'S' },
      ],
    }),
  )
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'dead-letters' }))
  const parsed = parseDatasets([{ file: 'datasets/readings.yml', text: dataset }])
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults))
  const datasetsFile = join(folder, 'datasets.json')
  writeFileSync(datasetsFile, JSON.stringify(parsed.datasets))
  const environment = {
    PATH: process.env.PATH,
    AWS_ENDPOINT_URL: table.endpoint,
    AWS_REGION: SETTINGS.region,
    AWS_ACCESS_KEY_ID: SETTINGS.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: SETTINGS.credentials.secretAccessKey,
    LANDING_BUCKET: 'landing',
    RESULTS_BUCKET: 'results',
    STACK_NAME: 'endurance',
    LEDGER_TABLE: LEDGER,
    TABLE_PREFIX: 'endurance-',
    DATASETS_FILE: datasetsFile,
    DATASETS_HASH: datasetsHash(parsed.datasets),
    DEAD_LETTER_QUEUE_URL: QueueUrl?.replace(stack.endpoint, table.endpoint),
    STOP_TIMEOUT_SECONDS: '30',
    OBJECT_BUCKET: 'landing',
  }

  return {
    folder,
    table,

    async upload(key: string, path: string): Promise<LoadedObject> {
      const { VersionId } = await s3.send(
        new PutObjectCommand({
          Bucket: 'landing',
          Key: key,
          Body: createReadStream(path),
          ContentLength: statSync(path).size,
        }),
      )
      return { key, versionId: VersionId ?? '' }
    },

    /** One task for the object; its log lines go to `tell`. */
    work({ key, versionId }: LoadedObject, tell: (line: string) => void): ChildProcess {
      const worker = spawn(process.execPath, [WORKER], {
        env: { ...environment, OBJECT_KEY: key, OBJECT_VERSION_ID: versionId },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      worker.stdout?.setEncoding('utf8').on('data', tell)
      workers.add(worker)
      void once(worker, 'exit').then(() => workers.delete(worker))
      return worker
    },

    async ledger({ key, versionId }: LoadedObject): Promise<Record<string, AttributeValue>> {
      const { Item } = await dynamodb.send(
        new GetItemCommand({
          TableName: LEDGER,
          Key: { object: { S: `s3://landing/${key}` }, version: { S: versionId } },
          ConsistentRead: true,
        }),
      )
      return Item ?? {}
    },

    async rejects(item: Record<string, AttributeValue>): Promise<string> {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'results', Key: item.rejectsKey?.S }))
      return (await Body?.transformToString()) ?? ''
    },

    async close(): Promise<void> {
      for (const worker of workers) worker.kill('SIGKILL')
      for (const each of [s3, dynamodb, sqs]) each.destroy()
      await table.close()
      await stack.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
