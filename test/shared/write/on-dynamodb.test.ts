import {
  type AttributeValue,
  type DynamoDBClient,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb'
import { expect, test } from 'vitest'
import { systemClock } from '../../../shared/platform/clock.ts'
import { createLog } from '../../../shared/platform/log.ts'
import type { RowWrite } from '../../../shared/write/compile-write.ts'
import { createRowWriter } from '../../../shared/write/create-row-writer.ts'
import { createSpareSlots } from '../../../shared/write/spare-slots.ts'
import { setup } from '../../local/dynamodb/setup.ts'
import { lanesOf } from '../aws/support/row-server.ts'
import { encode } from './support/encode.ts'
import { addAll } from './support/make-writer.ts'

const bys = [3, 7, 5, 7, 9]

test.each<[string, RowWrite, string, number]>([
  ['put keeps the last row', { kind: 'put' }, '5', 5],
  ['insert keeps the first row', { kind: 'insert' }, '1', 1],
  ['newest keeps the greatest row', { kind: 'newest', by: 'by', timestamp: false }, '5', 3],
  ['newest by a timestamp keeps the latest row', { kind: 'newest', by: 'by', timestamp: true }, '5', 3],
])(
  'on the local DynamoDB %s, and a second attempt counts what the first one did',
  async (_title, write, n, rowsWritten) => {
    const { dynamodb } = await setup()
    const timestamp = write.kind === 'newest' && write.timestamp
    const rows = () => bys.map((by, place) => encode({ record: place + 1, key: 'é', by, timestamp }))
    for (let attempt = 1; attempt <= 2; attempt++) {
      const writer = writerOf(dynamodb, write)
      await addAll(writer, rows())
      expect(await writer.drain()).toEqual({ rowsWritten, rowsDuplicate: bys.length - rowsWritten })
      const { Items } = await dynamodb.send(new ScanCommand({ TableName: 'rows' }))
      expect(Items).toMatchObject([{ id: { S: 'é' }, n: { N: n } }])
    }
  },
)

const newest: RowWrite = { kind: 'newest', by: 'by', timestamp: true }
const ours = { v: { S: 'v0' }, r: { N: '1' } }

test.each<[string, Record<string, AttributeValue>, string]>([
  ['an item without a mark is replaced', {}, '1'],
  ['an item whose mark has no moment, as one that was inserted, is replaced', { _load: { M: ours } }, '1'],
  ['an earlier moment is replaced', { _load: { M: { ...ours, by: { N: '4' } } } }, '1'],
  ['the same moment stays', { _load: { M: { ...ours, by: { N: '5' } } } }, '0'],
])('with newest by a timestamp %s', async (_title, found, n) => {
  const { dynamodb } = await setup()
  const Item = { id: { S: 'a' }, n: { N: '0' }, ...found }
  await dynamodb.send(new PutItemCommand({ TableName: 'rows', Item }))
  const writer = writerOf(dynamodb, newest)
  await addAll(writer, [encode({ record: 1, key: 'a', by: 5, timestamp: true })])
  await writer.drain()
  const { Items } = await dynamodb.send(new ScanCommand({ TableName: 'rows' }))
  expect(Items).toMatchObject([{ n: { N: n } }])
})

test.each<[RowWrite, string]>([
  [{ kind: 'insert' }, '1'],
  [{ kind: 'newest', by: 'by', timestamp: false }, '2'],
  [{ kind: 'newest', by: 'by', timestamp: true }, '2'],
])('a later attempt replaces the row that this load made of the same record: %o', async (write, r) => {
  const { dynamodb } = await setup()
  const timestamp = write.kind === 'newest' && write.timestamp
  const rows = (padding: number) =>
    [5, 7].map((by, place) => encode({ record: place + 1, key: 'a"é', by, timestamp, padding }))
  const counts = []
  for (const [padding, replacesOwn] of [
    [1, false],
    [2, true],
    [3, false],
  ] as const) {
    const writer = writerOf(dynamodb, write, replacesOwn)
    await addAll(writer, rows(padding))
    counts.push(await writer.drain())
    const { Items } = await dynamodb.send(new ScanCommand({ TableName: 'rows' }))
    const text = { S: 'x'.repeat(Math.min(padding, 2)) }
    expect(Items).toMatchObject([{ n: { N: r }, text, _load: { M: { v: { S: 'v1' }, r: { N: r } } } }])
  }
  expect(new Set(counts.map((count) => JSON.stringify(count))).size).toBe(1)
})

test('a later attempt leaves the rows of others alone', async () => {
  const { dynamodb } = await setup()
  const Item = { id: { S: 'a' }, n: { N: '0' }, by: { N: '9' }, _load: { M: ours } }
  for (const write of [{ kind: 'insert' }, { ...newest, timestamp: false }] as const) {
    await dynamodb.send(new PutItemCommand({ TableName: 'rows', Item }))
    const writer = writerOf(dynamodb, write, true)
    await addAll(writer, [encode({ record: 1, key: 'a', by: 5 })])
    expect(await writer.drain()).toEqual({ rowsWritten: 0, rowsDuplicate: 1 })
  }
})

function writerOf(dynamodb: DynamoDBClient, write: RowWrite, replacesOwn = false) {
  return createRowWriter({
    tables: lanesOf(dynamodb),
    table: { name: 'rows', partition: { attribute: 'id', type: 'S' } },
    write,
    spareSlots: createSpareSlots(),
    versionId: 'v1',
    replacesOwn,
    check: () => undefined,
    clock: systemClock,
    random: Math.random,
    signal: new AbortController().signal,
    log: createLog('test', () => undefined, systemClock.now),
    subject: 's3://landing/rows.csv',
  })
}
