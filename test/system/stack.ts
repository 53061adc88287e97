import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AttributeValue, DynamoDBClient, GetItemCommand, paginateScan } from '@aws-sdk/client-dynamodb'
import { ECSClient } from '@aws-sdk/client-ecs'
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { expect, vi } from 'vitest'
import { startLocalStack } from '../../local/stack.ts'
import { packageWithFaults, type Strike } from './faulty-package.ts'
import { makeHourly } from './hourly-package.ts'
import { packageFolder, type Variant } from './variants.ts'

type Item = Record<string, AttributeValue>

const REFUSED = 'calls that no policy of the template allows'

/** The whole application on the local runtime, and what a person has in hand: a bucket, tables, queues, over HTTP. */
export async function startStack(
  variant: Variant = 'local',
  {
    speed = 1,
    strikes = [],
    hourly = [],
    change,
    containers,
  }: {
    speed?: number
    strikes?: readonly Strike[]
    hourly?: readonly string[]
    /** Changes a copy of the package before it is deployed. */
    change?: (folder: string) => void
    /** Tasks are containers, of the image that a Dockerfile makes of this package. */
    containers?: { readonly packaged: string; readonly dockerfile: string }
  } = {},
) {
  const dataFolder = mkdtempSync(join(tmpdir(), 'stevedore-'))
  const screen: string[] = []
  const stack = await startLocalStack({
    port: 0,
    dataFolder,
    region: 'us-east-1',
    speed,
    tasksMax: 16,
    print: (line) => screen.push(line),
    ...(containers ? { dockerfile: containers.dockerfile } : {}),
  })
  const folder = containers
    ? containers.packaged
    : strikes.length === 0 && hourly.length === 0 && !change
      ? packageFolder(variant)
      : packageWithFaults(variant, join(dataFolder, 'package'), strikes)
  if (hourly.length > 0) makeHourly(folder, hourly)
  change?.(folder)
  const { outputs } = await stack.deploy('stevedore-local', folder)
  const client = {
    endpoint: stack.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  }
  const s3 = new S3Client(client)
  const dynamodb = new DynamoDBClient(client)
  const sqs = new SQSClient(client)
  const ecs = new ECSClient(client)

  async function ledger(key: string, versionId: string): Promise<Item | undefined> {
    const { Item } = await dynamodb.send(
      new GetItemCommand({
        TableName: outputs.LedgerTableName,
        Key: { object: { S: `s3://${outputs.LandingBucketName}/${key}` }, version: { S: versionId } },
        ConsistentRead: true,
      }),
    )
    return Item
  }

  function refusedCalls(): string[] {
    const refused = stack.iam.calls().filter(({ decision }) => decision.kind !== 'allowed')
    return refused.map(({ who, action, resource }) => `${who} may not ${action} on ${resource}`)
  }

  return {
    outputs,
    dataFolder,
    screen,
    s3,
    dynamodb,
    sqs,
    ecs,
    ledger,

    async upload(key: string, body: string | Buffer): Promise<string> {
      const { VersionId } = await s3.send(
        new PutObjectCommand({ Bucket: outputs.LandingBucketName, Key: key, Body: body }),
      )
      return VersionId ?? ''
    },

    /** Waits until the ledger says one of these, and returns the item. */
    async settled(key: string, versionId: string, ...statuses: string[]): Promise<Item> {
      const found = await vi.waitFor(
        async () => {
          // A load that is refused something may never end: what it is refused is the answer.
          if (refusedCalls().length > 0) return undefined
          const item = await ledger(key, versionId)
          expect(statuses, `${key} is ${item?.status?.S}: ${JSON.stringify(item?.error)}`).toContain(
            item?.status?.S,
          )
          return item as Item
        },
        { timeout: 110_000, interval: 100 },
      )
      expect(refusedCalls(), REFUSED).toEqual([])
      return found as Item
    },

    async rows(table: string | undefined): Promise<Item[]> {
      const items: Item[] = []
      for await (const page of paginateScan({ client: dynamodb }, { TableName: table }))
        items.push(...(page.Items ?? []))
      return items
    },

    async rejects(key: string | undefined): Promise<Record<string, unknown>[]> {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: outputs.ResultsBucketName, Key: key }))
      const text = (await Body?.transformToString()) ?? ''
      return text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Record<string, unknown>)
    },

    /** Waits until a queue holds something, and takes it. */
    async messages(queueUrl: string | undefined): Promise<Message[]> {
      return vi.waitFor(
        async () => {
          const { Messages = [] } = await sqs.send(
            new ReceiveMessageCommand({
              QueueUrl: queueUrl,
              WaitTimeSeconds: 1,
              MessageAttributeNames: ['All'],
              VisibilityTimeout: 0,
            }),
          )
          expect(Messages).not.toEqual([])
          return Messages
        },
        { timeout: 60_000, interval: 10 },
      )
    },

    /** What the policies of the template were asked, and what they say. */
    iam: stack.iam,

    async close(): Promise<void> {
      for (const each of [s3, dynamodb, sqs, ecs]) each.destroy()
      await stack.close()
      rmSync(dataFolder, { recursive: true, force: true })
      expect(refusedCalls(), REFUSED).toEqual([])
    },
  }
}

/** What the ledger counts of a load. */
export function counts(item: Item) {
  const number = (name: string) => Number(item[name]?.N ?? Number.NaN)
  return {
    read: number('rowsRead'),
    written: number('rowsWritten'),
    rejected: number('rowsRejected'),
    duplicate: number('rowsDuplicate'),
  }
}
