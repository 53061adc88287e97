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

function writerOf(dynamodb: DynamoDBClient, write: RowWrite) {
  return createRowWriter({
    tables: lanesOf(dynamodb),
    table: { name: 'rows', partition: { attribute: 'id', type: 'S' } },
    write,
    spareSlots: createSpareSlots(),
    versionId: 'v1',
    check: () => undefined,
    clock: systemClock,
    random: Math.random,
    signal: new AbortController().signal,
    log: createLog('test', () => undefined, systemClock.now),
    subject: 's3://landing/rows.csv',
  })
}
