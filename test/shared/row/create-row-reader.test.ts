import { expect, test } from 'vitest'
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
  ['json', '['.repeat(32) + ']'.repeat(32), 'depth'],
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
  expect((await acceptedOf(dataset, content)).map(({ record }) => record)).toEqual([1, 3])
  expect(await rejectsOf(dataset, content)).toMatchObject([
    { record: 2, column: null, rule: 'item-bytes', value: '409601 bytes, DynamoDB takes 409600' },
  ])
})
