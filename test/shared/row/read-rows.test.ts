import { expect, test } from 'vitest'
import { BATCH_BYTES_MAX, BATCH_RECORDS_MAX } from '../../../shared/format/limits.ts'
import { readRows } from '../../../shared/row/read-rows.ts'
import { datasetOf } from '../dataset/dataset-of.ts'
import { acceptedOf, itemsOf, rejectsOf, rowsOf } from './rows-of.ts'

/** The rule that a cell of a column breaks, or the attribute it becomes. */
async function checked(column: string, cell: string): Promise<unknown> {
  const dataset = datasetOf(`key: { partition: $row }\ncolumns: { a: ${column}, last: {} }`)
  const quoted = `"${cell.replaceAll('"', '""')}"`
  const [row] = await rowsOf(dataset, `a,last\n${quoted},x\n`)
  if (row?.kind === 'accepted') return row.item.a
  expect(row?.reject).toMatchObject({ column: 'a', value: cell })
  return row?.reject.rule
}

test.each([
  ['string', ' 007 ', { S: ' 007 ' }],
  ['string', '\0=1', { S: '\0=1' }],
  ['number', '007.10', { N: '7.1' }],
  ['number', 'seven', 'type'],
  ['integer', '-012', { N: '-12' }],
  ['integer', '1.0', 'type'],
  ['integer', '1e3', 'type'],
  ['boolean', 'TRUE', { BOOL: true }],
  ['boolean', 'False', { BOOL: false }],
  ['boolean', 'tRUE', 'type'],
  ['boolean', '0', 'type'],
  ['date', '2024-02-29', { S: '2024-02-29' }],
  ['date', '2023-02-29', 'type'],
  ['timestamp', '2024-02-29T12:00:00.5+01:00', { S: '2024-02-29T12:00:00.5+01:00' }],
  ['timestamp', '2024-02-29', 'type'],
  ['json', '{"a":[1.50]}', { M: { a: { L: [{ N: '1.5' }] } } }],
  ['json', 'null', undefined],
  ['json', '{a:1}', 'json'],
  ['json', '['.repeat(33) + ']'.repeat(33), 'depth'],
  ['{ required: true }', '', 'required'],
  ['{ default: none }', '', { S: 'none' }],
  ['{ type: number, default: 1.50 }', '', { N: '1.5' }],
  ['{ empty: "null" }', '', { NULL: true }],
  ['{ empty: keep, pattern: x }', '', { S: '' }],
  ['{ type: number, empty: omit }', '', undefined],
  ['{ pattern: "^[A-Z]{3}$" }', 'ABCD', 'pattern'],
  ['{ pattern: "^.$" }', '🚢', { S: '🚢' }],
  ['{ pattern: B }', 'ABC', { S: 'ABC' }],
  ['{ length: { min: 2 } }', '🚢', 'length'],
  ['{ length: { max: 2 } }', '🚢🚢', { S: '🚢🚢' }],
  ['{ length: { max: 2 } }', 'abc', 'length'],
  ['{ enum: [a, "01"] }', '01', { S: '01' }],
  ['{ enum: [a, "01"] }', 'A', 'enum'],
  ['{ type: number, enum: [1, 2.50] }', '2.5', { N: '2.5' }],
  ['{ type: number, min: 0.1 }', '0.1', { N: '0.1' }],
  ['{ type: number, min: "9007199254740993" }', '9007199254740992', 'min'],
  ['{ type: number, max: 5 }', '5.00000000000000000001', 'max'],
  ['{ type: integer, max: -5 }', '-4', 'max'],
  ['{ type: date, min: "2024-01-01" }', '2023-12-31', 'min'],
  [
    '{ type: timestamp, max: "2024-01-01T00:00Z" }',
    '2024-01-01T00:30:00+01:00',
    { S: '2024-01-01T00:30:00+01:00' },
  ],
  ['{ type: timestamp, max: "2024-01-01T00:00Z" }', '2024-01-01T00:30:00Z', 'max'],
])('a column %s makes of %j: %j', async (column, cell, expected) => {
  expect(await checked(column, cell)).toEqual(expected)
})

test('of several faults the first in the dataset’s order of columns is told', async () => {
  const dataset = datasetOf('key: { partition: $row }\ncolumns: { a: integer, b: date }')
  expect(await rejectsOf(dataset, 'b,a\nx,y\n')).toEqual([
    { record: 1, line: 2, byteOffset: 4, column: 'a', rule: 'type', value: 'y' },
  ])
})

test('a reject keeps the beginning of a long value, and never half a character', async () => {
  const dataset = datasetOf('key: { partition: a }\ncolumns: { a: integer }')
  const [reject] = await rejectsOf(dataset, `a\n${'x'.repeat(255)}🚢${'x'.repeat(100)}\n`)
  expect(reject?.value).toBe('x'.repeat(255))
})

test('a key of one column is the column itself; numbers of one value are one key', async () => {
  const dataset = datasetOf('key: { partition: n }\ncolumns: { n: number }')
  const rows = await acceptedOf(dataset, 'n\n1\n1.0\n01\n10e-1\n2\n')
  expect(rows.map(({ key }) => key)).toEqual(['1', '1', '1', '1', '2'])
  expect(rows[1]?.item).toEqual({ n: { N: '1' } })
})

test('composed keys are stored in pk and sk', async () => {
  const dataset = datasetOf(
    'key: { partition: $object, sort: "{a}#{n}/{ok}" }\ncolumns: { a: {}, n: number, ok: boolean }',
  )
  expect(await itemsOf(dataset, 'a,n,ok\nx,1.0,TRUE\n')).toEqual([
    {
      pk: { S: 's3://landing/in/a.csv' },
      sk: { S: 'x#1/true' },
      a: { S: 'x' },
      n: { N: '1' },
      ok: { BOOL: true },
    },
  ])
  const rows = datasetOf('key: { partition: a, sort: $row }\ncolumns: { a: {} }')
  expect(await itemsOf(rows, 'a\n\nx\n\ny\n')).toEqual([
    { a: { S: 'x' }, sk: { N: '1' } },
    { a: { S: 'y' }, sk: { N: '2' } },
  ])
})

test('two keys are equal only when both parts are, whatever characters they hold', async () => {
  const dataset = datasetOf('key: { partition: a, sort: b }\ncolumns: { a: {}, b: {} }')
  const rows = await acceptedOf(dataset, 'a,b\n1:,2\n1,:2\n1:1,2\n1,1:2\n11,2\n1,12\n')
  expect(new Set(rows.map(({ key }) => key)).size).toBe(6)
})

test('a key longer than DynamoDB takes is a reject, in bytes', async () => {
  const dataset = datasetOf('key: { partition: a, sort: b }\ncolumns: { a: {}, b: {} }')
  const partition = 'ü'.repeat(1024)
  const sort = 'ü'.repeat(512)
  const content = `a,b\n${partition},${sort}\n${partition}x,${sort}\n${partition},${sort}x\n,x\n`
  expect(await acceptedOf(dataset, content)).toHaveLength(1)
  expect(await rejectsOf(dataset, content)).toMatchObject([
    { line: 3, column: 'a', rule: 'key-bytes' },
    { line: 4, column: 'b', rule: 'key-bytes' },
    { line: 5, column: 'a', rule: 'required' },
  ])
})

test('an item of 400 KB is taken, one byte more is a reject with its size', async () => {
  const dataset = datasetOf('key: { partition: id }\ncolumns: { id: {}, ü: {} }')
  const filled = 400 * 1024 - Buffer.byteLength('id1ü')
  const content = `id,ü\n1,${'x'.repeat(filled)}\n2,${'x'.repeat(filled + 1)}\n3,x\n`
  expect(await acceptedOf(dataset, content)).toMatchObject([{ sizeBytes: 409_600 }, { sizeBytes: 6 }])
  expect(await rejectsOf(dataset, content)).toMatchObject([
    { record: 2, column: null, rule: 'item-bytes', value: '409601 bytes, DynamoDB takes 409600' },
  ])
})

test('sizes count names, values, digits in pairs and what lists and maps cost', async () => {
  const dataset = datasetOf(
    'format: ndjson\nkey: { partition: id }\ncolumns: { id: {}, n: number, j: json, z: { empty: "null" } }',
  )
  const [row] = await acceptedOf(dataset, '{"id":"ü","n":-123.450,"j":{"ab":[true,"x"]}}')
  // id 2+2, n 1+(3+1+1), j 1+3+(1+2+3+(1+1)+(1+1)), z 1+1
  expect(row?.sizeBytes).toBe(4 + 6 + 14 + 2)
})

// A byte holds two digits, in pairs counted from the point: 1.5 takes two of them, 15 and 0.15 one.
test.each([
  ['0', 1],
  ['1', 2],
  ['15', 2],
  ['1.5', 3],
  ['0.15', 2],
  ['0.015', 3],
  ['100', 2],
  ['1000.5', 4],
  ['-1.5', 4],
])('the number %s counts %i bytes', async (number, bytes) => {
  const dataset = datasetOf('key: { partition: n }\ncolumns: { n: number }')
  const [row] = await acceptedOf(dataset, `n\n${number}\n`)
  expect(row?.sizeBytes).toBe(1 + bytes)
})

test('batches hold a few hundred rows, fewer of long ones, wherever the bytes are cut', async () => {
  const dataset = datasetOf('key: { partition: $row }\ncolumns: { a: {} }')
  const short = `a\n${'x\n'.repeat(600)}`
  expect(await batchSizes(short, 1)).toEqual([
    BATCH_RECORDS_MAX,
    BATCH_RECORDS_MAX,
    600 - 2 * BATCH_RECORDS_MAX,
  ])
  expect(await batchSizes(short, 10_000)).toEqual(await batchSizes(short, 1))
  const long = `a\n${`${'x'.repeat(300_000)}\n`.repeat(10)}`
  expect(await batchSizes(long, 50_000)).toEqual([4, 4, 2])
  expect(BATCH_BYTES_MAX).toBeLessThan(4 * 300_000)

  async function batchSizes(content: string, chunkBytes: number): Promise<number[]> {
    const sizes: number[] = []
    for await (const batch of readRows({ dataset, bytes: cut(content, chunkBytes), object: 's3://a/b' }))
      sizes.push(batch.length)
    return sizes
  }
})

async function* cut(content: string, chunkBytes: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(content)
  for (let start = 0; start < bytes.length; start += chunkBytes)
    yield bytes.subarray(start, start + chunkBytes)
}

test('a fault of the stream comes through', async () => {
  const dataset = datasetOf('key: { partition: a }\ncolumns: { a: {} }')
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('a\n1\n2')
    throw new Error('connection lost')
  }
  const batches = readRows({ dataset, bytes: broken(), object: 's3://a/b' })
  await expect(batches.next()).rejects.toThrow('connection lost')
})
