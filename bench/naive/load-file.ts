import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { BatchWriteCommand, type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb'
import { csvOrder, jsonOrder } from './order-schema.ts'
import { readRecords } from './read-records.ts'

const BATCH_MAX = 25
const BATCHES_AT_ONCE = 16
const PUTS_AT_ONCE = 50
const BACKOFF_MS = 50

type Order = Record<string, unknown>

export interface NaiveDeps {
  readonly s3: S3Client
  readonly dynamodb: DynamoDBDocumentClient
  readonly table: string
  readonly resultsBucket: string
}

/**
 * What one writes first: a stream from S3 through csv-parse and zod into BatchWriteCommand, some of them at a time, what
 * comes back sent again, refused rows kept in a file. No lease, no resumption, numbers as doubles.
 */
export async function loadFile(
  deps: NaiveDeps,
  object: { bucket: string; key: string; insert: boolean },
): Promise<void> {
  const { s3, dynamodb, table, resultsBucket } = deps
  const { bucket, key, insert } = object
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
  const schema = key.includes('.ndjson') ? jsonOrder : csvOrder
  const inFlight = new Set<Promise<void>>()
  const rejects: string[] = []
  let batch: Order[] = []

  for await (const record of readRecords(Body as Readable, key)) {
    const result = schema.safeParse(record)
    if (!result.success) rejects.push(JSON.stringify({ record, issues: result.error.issues }))
    else if (insert) await begin(() => put(result.data), PUTS_AT_ONCE)
    else if (batch.push(result.data) === BATCH_MAX) await sendBatch()
  }
  if (batch.length > 0) await sendBatch()
  await Promise.all(inFlight)
  if (rejects.length > 0) {
    const Body = `${rejects.join('\n')}\n`
    await s3.send(new PutObjectCommand({ Bucket: resultsBucket, Key: `rejects/${key}.ndjson`, Body }))
  }

  async function sendBatch(): Promise<void> {
    const orders = batch
    batch = []
    await begin(() => write(orders), BATCHES_AT_ONCE)
  }

  async function begin(send: () => Promise<void>, atOnce: number): Promise<void> {
    if (inFlight.size >= atOnce) await Promise.race(inFlight)
    const sent = send().finally(() => inFlight.delete(sent))
    inFlight.add(sent)
  }

  async function write(orders: readonly Order[]): Promise<void> {
    let requests = orders.map((Item) => ({ PutRequest: { Item } }))
    for (let tries = 0; requests.length > 0; tries++) {
      if (tries > 0) await sleep(BACKOFF_MS * 2 ** tries * Math.random())
      const { UnprocessedItems } = await dynamodb.send(
        new BatchWriteCommand({ RequestItems: { [table]: requests } }),
      )
      requests = (UnprocessedItems?.[table] ?? []) as typeof requests
    }
  }

  async function put(order: Order): Promise<void> {
    try {
      await dynamodb.send(
        new PutCommand({
          TableName: table,
          Item: order,
          ConditionExpression: 'attribute_not_exists(#id)',
          ExpressionAttributeNames: { '#id': 'id' },
        }),
      )
    } catch (error) {
      if ((error as Error).name !== 'ConditionalCheckFailedException') throw error
    }
  }
}
