import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient, PutItemCommand, QueryCommand, ScanCommand } from '@aws-sdk/client-dynamodb'
import { expect, onTestFinished, test } from 'vitest'
import type { Clock } from '../../../local/clock.ts'
import { createDynamodb } from '../../../local/dynamodb/index.ts'
import { servePlugin } from '../serve-plugin.ts'

const NOW = Date.parse('2026-11-21T10:00:00Z')
const YEAR_SECONDS = 365 * 86_400

/** A clock that stands, and whose sleepers wake when the test says so. */
function standingClock() {
  const sleepers: (() => void)[] = []
  const waiting: (() => void)[] = []
  const clock: Clock = {
    now: () => NOW,
    sleep: (_milliseconds, signal) =>
      new Promise((resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
        sleepers.push(resolve)
        for (const wake of waiting.splice(0)) wake()
      }),
  }
  const asleep = () =>
    new Promise<void>((resolve) => (sleepers.length > 0 ? resolve() : waiting.push(resolve)))
  /** Lets one whole look happen. */
  const look = async () => {
    await asleep()
    for (const wake of sleepers.splice(0)) wake()
    await asleep()
  }
  return { clock, look }
}

async function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'expiry-'))
  const { clock, look } = standingClock()
  const served = await servePlugin(folder, (site) => createDynamodb({ ...site, clock }))
  const dynamodb = new DynamoDBClient({ ...served.client, maxAttempts: 1 })
  onTestFinished(async () => {
    dynamodb.destroy()
    await served.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const table = (TableName: string, TimeToLiveSpecification?: object) =>
    served.apply(
      'AWS::DynamoDB::Table',
      {
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: ['id', 'group'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        GlobalSecondaryIndexes: [
          {
            IndexName: 'byGroup',
            KeySchema: [{ AttributeName: 'group', KeyType: 'HASH' }],
            Projection: { ProjectionType: 'ALL' },
          },
        ],
        ...(TimeToLiveSpecification ? { TimeToLiveSpecification } : {}),
      },
      TableName,
    )
  const put = (TableName: string, id: string, ttl?: { N: string } | { S: string }) =>
    dynamodb.send(
      new PutItemCommand({
        TableName,
        Item: { id: { S: id }, group: { S: 'all' }, ...(ttl ? { ttl } : {}) },
      }),
    )
  const ids = async (TableName: string) =>
    ((await dynamodb.send(new ScanCommand({ TableName }))).Items ?? []).map(({ id }) => id?.S).sort()
  return { dynamodb, look, table, put, ids, apply: served.apply }
}

const seconds = (offset: number) => ({ N: String(NOW / 1000 + offset) })

test('items whose time has passed are deleted, from indexes too, and no others', async () => {
  const { dynamodb, look, table, put, ids } = await setup()
  await table('rows', { AttributeName: 'ttl', Enabled: true })
  await table('kept')
  await put('rows', 'past', seconds(-1))
  await put('rows', 'years ago', seconds(-4 * YEAR_SECONDS))
  await put('rows', 'in milliseconds', { N: String(NOW - 1000) })
  await put('rows', 'too long ago', seconds(-6 * YEAR_SECONDS))
  await put('rows', 'to come', seconds(60))
  await put('rows', 'a text', { S: seconds(-1).N })
  await put('rows', 'without')
  await put('kept', 'past', seconds(-1))
  await look()
  const left = ['a text', 'in milliseconds', 'to come', 'too long ago', 'without']
  expect(await ids('rows')).toEqual(left)
  expect(await ids('kept')).toEqual(['past'])
  const { Items = [] } = await dynamodb.send(
    new QueryCommand({
      TableName: 'rows',
      IndexName: 'byGroup',
      KeyConditionExpression: '#g = :g',
      ExpressionAttributeNames: { '#g': 'group' },
      ExpressionAttributeValues: { ':g': { S: 'all' } },
    }),
  )
  expect(Items.map(({ id }) => id?.S).sort()).toEqual(left)
})

test('a template that switches the time to live off ends the deleting', async () => {
  const { look, table, put, ids } = await setup()
  await table('rows', { AttributeName: 'ttl', Enabled: true })
  await table('rows', { AttributeName: 'ttl', Enabled: false })
  await put('rows', 'past', seconds(-1))
  await look()
  expect(await ids('rows')).toEqual(['past'])
})
