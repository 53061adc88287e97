import { expect, test } from 'vitest'
import { type EncodedRow, LOAD_MARK_ATTRIBUTE, LOAD_MARK_BYTES_MAX } from '../../../shared/row/encoded-row.ts'
import { valueBytes } from '../../../shared/row/item-size.ts'
import type { Item } from '../../../shared/row/row.ts'
import { compileWrite, type RowWrite } from '../../../shared/write/compile-write.ts'
import { WINDOW_KEYS_MAX } from '../../../shared/write/limits.ts'
import { markWriter, readLoadMark } from '../../../shared/write/load-mark.ts'
import type { RowsAnswer } from '../../../shared/write/tables.ts'
import { createTestClock } from '../load/support/test-clock.ts'
import { distinct, encode, itemOf, type RowSpec } from './support/encode.ts'
import { addAll, makeWriter, throttled, written } from './support/make-writer.ts'
import { simulatedTable } from './support/simulated-table.ts'

const insert: RowWrite = { kind: 'insert' }
const newest: RowWrite = { kind: 'newest', by: 'by', timestamp: false }

test('insert sends one PutItem, which tells what stands there where the row may not', async () => {
  const spec = { record: 7, key: 'a"é', by: 3 }
  const body = await bodyOf(insert, spec)
  expect(body).toEqual({
    TableName: 'things',
    Item: { ...itemOf(spec), _load: { M: { v: { S: 'v1' }, r: { N: '7' } } } },
    ConditionExpression: 'attribute_not_exists(#pk)',
    ExpressionAttributeNames: { '#pk': 'id' },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  })
})

test('newest compares the attribute itself, and a timestamp by the number in the mark', async () => {
  const spec = { record: 7, key: 'a', by: 3 }
  const plain = await bodyOf(newest, spec)
  expect(plain).toMatchObject({
    ConditionExpression: 'attribute_not_exists(#pk) OR #by < :by',
    ExpressionAttributeNames: { '#pk': 'id', '#by': 'by' },
    ExpressionAttributeValues: { ':by': { N: '3' } },
  })
  expect(plain.Item._load).toEqual({ M: { v: { S: 'v1' }, r: { N: '7' } } })

  const moment = await bodyOf({ ...newest, timestamp: true }, { ...spec, timestamp: true })
  expect(moment).toMatchObject({
    ConditionExpression: 'attribute_not_exists(#load.#by) OR #load.#by < :by',
    ExpressionAttributeNames: { '#load': '_load', '#by': 'by' },
    ExpressionAttributeValues: { ':by': { N: '3' } },
  })
  expect(moment.Item).toEqual({
    ...itemOf({ ...spec, timestamp: true }),
    _load: { M: { v: { S: 'v1' }, r: { N: '7' }, by: { N: '3' } } },
  })
})

test('F54 a row larger than any slot is written with its mark', async () => {
  const spec = { record: 1, key: 'a', by: 1, padding: 400_000 }
  const { Item } = await bodyOf(newest, spec)
  expect(Item).toEqual({ ...itemOf(spec), _load: { M: { v: { S: 'v1' }, r: { N: '1' } } } })
})

test('a value that rows are compared by may be as large as an item', async () => {
  const row = encode({ record: 1, key: 'a', padding: 40_000 })
  const text = `{"S":"${'x'.repeat(40_000)}"}`
  row.byStart = row.bytes.indexOf(text)
  row.byEnd = row.byStart + text.length
  const { ExpressionAttributeValues } = await bodyOf({ ...newest, by: 'text' }, row)
  expect(JSON.stringify(ExpressionAttributeValues)).toBe(`{":by":${text}}`)
})

test.each<[string, Item | undefined, number]>([
  ['our own earlier write of the record counts as written', mark('v1', 1), 1],
  ['a later row of ours over our own earlier write counts as written', mark('v1', 9, [4, 1]), 1],
  ['another record of ours is a duplicate', mark('v1', 9, [4]), 0],
  ['the same record of another version is a duplicate', mark('v0', 1), 0],
  ['a row without a mark is a duplicate', { id: { S: 'k0' } }, 0],
  ['a mark that is no mark is a duplicate', { id: { S: 'k0' }, _load: { S: 'v1' } }, 0],
])('F51 what is refused is judged by the item that stands there: %s', async (_title, found, rowsWritten) => {
  for (const write of [insert, newest]) {
    const { writer, clock } = makeWriter(async () => ({ kind: 'refused', found }), { write })
    await clock.until(addAll(writer, [encode({ record: 1, key: 'k0', by: 1 })]))
    const counts = await clock.until(writer.drain())
    expect(counts).toEqual({ rowsWritten, rowsDuplicate: 1 - rowsWritten })
  }
})

test('a refusal that does not tell the item is asked again', async () => {
  const answers: RowsAnswer[] = [
    { kind: 'refused', found: undefined },
    { kind: 'refused', found: mark('v0', 1) },
  ]
  const { writer, clock } = makeWriter(async () => answers.shift() ?? throttled, { write: insert })
  await clock.until(addAll(writer, distinct(1)))
  expect((await clock.until(writer.drain())).rowsDuplicate).toBe(1)
})

test('rows of one key are sent one after another, each by itself', async () => {
  const sent: string[] = []
  const { writer, clock } = makeWriter(
    async ([item]) => {
      sent.push(`> ${JSON.stringify(item?.n)}`)
      await clock.sleep(10)
      sent.push(`< ${JSON.stringify(item?.n)}`)
      return written
    },
    { write: insert },
  )
  await clock.until(
    addAll(
      writer,
      [1, 2, 3].map((record) => encode({ record, key: 'a' })),
    ),
  )
  await clock.until(writer.drain())
  expect(sent).toEqual([
    '> {"N":"1"}',
    '< {"N":"1"}',
    '> {"N":"2"}',
    '< {"N":"2"}',
    '> {"N":"3"}',
    '< {"N":"3"}',
  ])
})

test('a key whose every row replaces the one before asks for checkpoints, and its mark stays small', async () => {
  const versionId = 'v'.repeat(1_024)
  const clock = createTestClock()
  const table = simulatedTable(clock, [])
  const { writer } = makeWriter(table.answer, { write: newest, clock, versionId })
  let checkpoints = 0
  let markBytesMax = 0
  async function addMany(): Promise<void> {
    for (let record = 1_000_001; record <= 1_000_100; record++) {
      await writer.add(encode({ record, key: 'a', by: record }))
      if (!writer.wantsCheckpoint) continue
      await writer.drain()
      writer.checkpointed()
      expect(writer.wantsCheckpoint).toBe(false)
      checkpoints++
      for (const { _load } of table.items.values())
        if (_load) markBytesMax = Math.max(markBytesMax, LOAD_MARK_ATTRIBUTE.length + valueBytes(_load))
    }
    await writer.drain()
  }
  await clock.until(addMany())
  expect(checkpoints).toBe(6)
  expect(markBytesMax).toBeGreaterThan(1_024)
  expect(markBytesMax).toBeLessThanOrEqual(LOAD_MARK_BYTES_MAX)
})

test('a mark that cannot hold its records is a bug that is told, and 40 fit', () => {
  const write = markWriter('v'.repeat(1_024))
  const records = Array.from({ length: 41 }, (_, place) => Number.MAX_SAFE_INTEGER - place - 1)
  const by = `{"N":"${'9'.repeat(21)}"}`
  const item = JSON.parse(`{"id":{"S":"a"}${write(Number.MAX_SAFE_INTEGER, by, records.slice(1))}`)
  expect(LOAD_MARK_ATTRIBUTE.length + valueBytes(item._load)).toBeLessThanOrEqual(LOAD_MARK_BYTES_MAX)
  expect(readLoadMark(item)?.records).toEqual([Number.MAX_SAFE_INTEGER, ...records.slice(1)])
  expect(() => write(1, by, records)).toThrow('a checkpoint is overdue')
})

test('many keys ask for a checkpoint, and it forgets them', async () => {
  const { writer, clock } = makeWriter(async () => written, { write: newest })
  const rows = (from: number) =>
    Array.from({ length: WINDOW_KEYS_MAX }, (_, place) =>
      encode({ record: from + place, key: 'a', by: place, hash: place }),
    )
  await clock.until(addAll(writer, rows(1).slice(1)))
  await clock.until(writer.drain())
  expect(writer.wantsCheckpoint).toBe(false)
  void writer.add(encode({ record: 1, key: 'a', by: 0, hash: 0 }))
  expect(() => writer.checkpointed()).toThrow('drain the writer first')
  await clock.until(writer.drain())
  expect(writer.wantsCheckpoint).toBe(true)
  writer.checkpointed()
  expect(writer.wantsCheckpoint).toBe(false)
})

test('put and insert remember nothing', async () => {
  for (const write of [insert, { kind: 'put' } as const]) {
    const { writer, clock } = makeWriter(async () => written, { write })
    await clock.until(
      addAll(
        writer,
        Array.from({ length: 60 }, (_, n) => encode({ record: n + 1, key: 'a' })),
      ),
    )
    await clock.until(writer.drain())
    expect(writer.wantsCheckpoint).toBe(false)
    writer.checkpointed()
  }
})

test('a dataset that compares by a timestamp is written so', () => {
  const column = { name: 'at', from: 'at', type: 'timestamp' } as never
  expect(compileWrite({ write: { kind: 'newest', by: 'at' }, columns: [column] })).toEqual({
    kind: 'newest',
    by: 'at',
    timestamp: true,
  })
  expect(compileWrite({ write: insert, columns: [] })).toEqual(insert)
  expect(() => compileWrite({ write: { kind: 'newest', by: 'at' }, columns: [] })).toThrow('by at')
})

async function bodyOf(write: RowWrite, spec: RowSpec | EncodedRow) {
  const bodies: string[] = []
  const { writer, clock } = makeWriter(
    async (_items, _lane, body) => {
      bodies.push(body.toString())
      return written
    },
    { write },
  )
  await clock.until(addAll(writer, ['bytes' in spec ? spec : encode(spec)]))
  await clock.until(writer.drain())
  expect(bodies).toHaveLength(1)
  return JSON.parse(bodies[0] ?? '')
}

function mark(versionId: string, record: number, earlier: readonly number[] = []): Item {
  const a = { L: earlier.map((number) => ({ N: String(number) })) }
  return {
    id: { S: 'k0' },
    _load: { M: { v: { S: versionId }, r: { N: String(record) }, ...(earlier.length > 0 ? { a } : {}) } },
  }
}
