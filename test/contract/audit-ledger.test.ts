import { BatchGetItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { afterAll, expect, test } from 'vitest'
import { createDynamoAuditLedger } from '../../shared/aws/dynamo-audit-ledger.ts'
import { createDynamoAuditStates } from '../../shared/aws/dynamo-audit-states.ts'
import { createDynamoLedger } from '../../shared/aws/dynamo-ledger.ts'
import { statusShard } from '../../shared/aws/ledger-item.ts'
import { systemClock as clock } from '../../shared/platform/clock.ts'
import { createLog } from '../../shared/platform/log.ts'
import { startLedgerTable } from './ledger-table.ts'

const dynamo = startLedgerTable()
const lines: string[] = []
const log = createLog('audit', (line) => lines.push(line), clock.now)
afterAll(async () => (await dynamo).stop())

const id = (index: number) => ({ object: `s3://b/${index}`, version: 'v1' })
const at = (minute: number) => `2026-01-01T00:${String(minute).padStart(2, '0')}:00.000Z`

test('known answers those that have an item, of more than one batch', async () => {
  const { client } = await dynamo
  const ledger = createDynamoLedger({ client, table: 'ledger' })
  for (const index of [0, 99, 100, 149])
    await ledger.change(
      id(index),
      { kind: 'absent' },
      { set: { status: 'queued', statusAt: at(index % 60), attempt: 0, fruitless: 0 } },
    )
  const audit = createDynamoAuditLedger({ client, table: 'ledger', clock, log })
  const known = await audit.known(Array.from({ length: 150 }, (_, index) => id(index)))
  expect(known.map(({ object }) => object).sort()).toEqual([
    's3://b/0',
    's3://b/100',
    's3://b/149',
    's3://b/99',
  ])
  expect(await audit.known([])).toEqual([])
})

test('loads are found by status, over all shards, in a period', async () => {
  const { client } = await dynamo
  const audit = createDynamoAuditLedger({ client, table: 'ledger', clock, log })
  const found = async (...args: Parameters<typeof audit.withStatus>) => {
    const objects: string[] = []
    for await (const page of audit.withStatus(...args)) objects.push(...page.map(({ object }) => object))
    return objects.sort()
  }
  expect(await found('queued')).toEqual(['s3://b/0', 's3://b/100', 's3://b/149', 's3://b/99'])
  expect(await found('queued', { from: at(29), to: at(39) })).toEqual(['s3://b/149', 's3://b/99'])
  expect(await found('loaded')).toEqual([])
})

test('keys that DynamoDB did not come to are asked for again', async () => {
  const mock = mockClient(DynamoDBClient)
  const key = { object: { S: 's3://b/1' }, version: { S: 'v1' } }
  mock
    .on(BatchGetItemCommand)
    .resolvesOnce({ Responses: { ledger: [] }, UnprocessedKeys: { ledger: { Keys: [key] } } })
    .resolvesOnce({ Responses: { ledger: [key] } })
  const audit = createDynamoAuditLedger({
    ...{ client: new DynamoDBClient({ region: 'us-east-1' }), table: 'ledger' },
    clock: { ...clock, sleep: async () => undefined },
    log,
  })
  expect(await audit.known([id(1)])).toEqual([id(1)])
  expect(mock.calls()).toHaveLength(2)
  mock.restore()
})

test('the state comes back as it was left, and is no item that others meet', async () => {
  const { client } = await dynamo
  const states = createDynamoAuditStates({ client, table: 'ledger', log })
  expect(await states.read()).toBeUndefined()
  const state = {
    passedAt: at(1),
    reportedTo: at(2),
    pass: {
      ...{ startedAt: at(3), since: at(0), listed: 3, compared: 2, unknown: 1 },
      markers: { '': 'end', 'in/': 'end', 'o"ut/é': { key: 'o"ut/é\n', version: 'v1' } },
    },
    untold: { runId: 'run', parts: 2 },
  } as const
  await states.write(state)
  expect(await states.read()).toEqual(state)
  await states.write({ passedAt: at(4) })
  expect(await states.read()).toEqual({ passedAt: at(4) })
})

test('a state of another form is none, and that is told', async () => {
  const { client } = await dynamo
  const states = createDynamoAuditStates({ client, table: 'ledger', log })
  const Item = { object: { S: 'audit#state' }, version: { S: 'state' }, passedAt: { N: '1' } }
  await client.send(new PutItemCommand({ TableName: 'ledger', Item }))
  expect(await states.read()).toBeUndefined()
  expect(lines.at(-1)).toContain('What earlier runs left cannot be read')
})

test('a load whose item cannot be read is told by its name, and the others are found', async () => {
  const { client } = await dynamo
  const ledger = createDynamoLedger({ client, table: 'ledger' })
  const set = { status: 'gone', statusAt: at(1), attempt: 0, fruitless: 0 } as const
  await ledger.change(id(1), { kind: 'absent' }, { set })
  await ledger.change(id(2), { kind: 'absent' }, { set: { ...set, attempt: 'one' as never } })
  const audit = createDynamoAuditLedger({ client, table: 'ledger', clock, log })
  const found = []
  for await (const page of audit.withStatus('gone')) found.push(...page)
  expect(found).toEqual([{ ...id(1), ...set }])
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
    level: 'error',
    object: 's3://b/2',
    versionId: 'v1',
  })
})

test.each([1, 2, 6, 24, 168])(
  'every load comes first at some time, with a run every %i hours',
  async (hours) => {
    const { client } = await dynamo
    const ledger = createDynamoLedger({ client, table: 'ledger' })
    const set = { status: 'superseded', statusAt: at(1), attempt: 0, fruitless: 0 } as const
    const shards = new Set<string>()
    for (let index = 1_000; shards.size < 16; index++) {
      const shard = statusShard(id(index), set.status)
      if (!shards.has(shard)) await ledger.change(id(index), { kind: 'absent' }, { set })
      shards.add(shard)
    }
    const firsts = new Set<string>()
    for (let run = 0; run < 200 && firsts.size < 16; run++) {
      const later = { ...clock, now: () => Date.UTC(2026, 0, 1, 2, 30) + run * hours * 3_600_000 }
      const audit = createDynamoAuditLedger({ client, table: 'ledger', clock: later, log })
      for await (const [first] of audit.withStatus(set.status)) {
        if (!first) continue
        firsts.add(first.object)
        break
      }
    }
    expect(firsts.size).toBe(16)
  },
)
