import { expect, test } from 'vitest'
import { createRowReader } from '../../../shared/row/create-row-reader.ts'
import { LOAD_MARK_BYTES_MAX } from '../../../shared/row/encoded-row.ts'
import { datasetOf } from '../dataset/dataset-of.ts'
import { acceptedOf, itemsOf, rejectsOf, rowsOf } from './rows-of.ts'

const columns = 'columns: { id: {}, on: date, at: timestamp, s: integer }'
const file = [
  'id,on,at,s',
  '1,2024-02-29,1969-12-31T23:59:59.5Z,7',
  '2,,,8',
  '"3 ""quoted""",1969-12-31,2024-02-29T12:00:00+01:00,9',
].join('\n')

test.each([
  ['{ after: 1d }', ['1767409445', '1767409445', '1767409445']],
  ['{ column: on }', ['1709164800', undefined, '-86400']],
  ['{ column: at }', ['-1', undefined, '1709204400']],
  ['{ column: s }', [undefined, undefined, undefined]],
])('with ttl %s items expire at %j', async (ttl, seconds) => {
  const items = await itemsOf(datasetOf(`key: { partition: id }\n${columns}\nttl: ${ttl}`), file)
  expect(items.map((item) => item.ttl)).toEqual(seconds.map((text) => text && { N: text }))
})

test.each([
  ['number', ['007.50', '-1e2'], ['{"N":"7.5"}', '{"N":"-100"}']],
  ['string', ['a"b', 'ü'], ['{"S":"a\\"b"}', '{"S":"ü"}']],
  ['date', ['2024-02-29', '1969-12-31'], ['{"S":"2024-02-29"}', '{"S":"1969-12-31"}']],
  [
    'timestamp',
    [
      '2024-02-29T12:00:00.000000001+01:00',
      '1970-01-01T00:00Z',
      '1969-12-31T23:59:59.5Z',
      '0000-01-01T00:00Z',
    ],
    ['{"N":"1709204400000000001"}', '{"N":"0"}', '{"N":"-500000000"}', '{"N":"-62167219200000000000"}'],
  ],
])('newest by a %s: %j compares %j', async (type, cells, values) => {
  const dataset = datasetOf(
    `key: { partition: id }\ncolumns: { id: {}, n: ${type} }\nwrite: { newest: { by: n } }`,
  )
  const lines = cells.map((cell, index) => `${index},"${cell.replaceAll('"', '""')}"\n`)
  const rows = await acceptedOf(dataset, `id,n\n${lines.join('')}`)
  expect(rows.map((row) => row.by)).toEqual(values)
})

test('F54 conditional writes keep room in the item for their mark', async () => {
  const filled = 400 * 1024 - LOAD_MARK_BYTES_MAX - Buffer.byteLength('id1v')
  const content = `id,v\n1,${'x'.repeat(filled)}\n2,${'x'.repeat(filled + 1)}\n`
  const lines = 'key: { partition: id }\ncolumns: { id: {}, v: {} }'
  expect(await rejectsOf(datasetOf(lines), content)).toEqual([])
  expect(await rejectsOf(datasetOf(`${lines}\nwrite: insert`), content)).toMatchObject([
    { record: 2, rule: 'item-bytes', value: expect.stringContaining('of which 1536 are the loader’s') },
  ])
})

test('F54 a record whose JSON alone is longer than an item may be is measured by what DynamoDB counts', async () => {
  const dataset = datasetOf('key: { partition: id }\ncolumns: { id: {}, v: {} }')
  const [row] = await acceptedOf(dataset, `id,v\n1,${'\u0001'.repeat(100_000)}\n`)
  expect(row?.json.length).toBeGreaterThan(400 * 1024)
})

test('F54 a short record that defaults make larger than an item is a reject', async () => {
  const dataset = datasetOf(
    `key: { partition: id }\ncolumns: { id: {}, v: { default: ${'x'.repeat(410_000)} } }`,
  )
  expect(await rejectsOf(dataset, 'id,v\n1,\n2,x\n')).toMatchObject([{ record: 1, rule: 'item-bytes' }])
})

test('F54 the bytes of a key are counted as text, not as JSON', async () => {
  const dataset = datasetOf(
    'format: ndjson\nkey: { partition: "{a}/{b}", sort: b }\ncolumns: { a: {}, b: {} }',
  )
  const line = (partition: number, sort: number): string =>
    `${JSON.stringify({ a: '\n'.repeat(partition), b: '"'.repeat(sort) })}\n`
  const rows = await rowsOf(dataset, line(1023, 1024) + line(1024, 1024) + line(1, 1025))
  expect(rows.map((row) => (row.kind === 'accepted' ? 'accepted' : row.reject.column))).toEqual([
    'accepted',
    null,
    'b',
  ])
})

test('equal keys have equal hashes, others mostly not, and the seed decides which', async () => {
  const dataset = datasetOf('key: { partition: a, sort: b }\ncolumns: { a: {}, b: {} }')
  const keys = Array.from({ length: 2000 }, (_, index) => `${index % 50},${index}\n`)
  const content = `a,b\n${keys.join('')}1,1\n11,x\n1,1x\n`
  const hashesOf = async (seed: number): Promise<number[]> =>
    (await rowsOf(dataset, content, 65_536, { seed })).map((row) =>
      row.kind === 'accepted' ? row.keyHash : 0,
    )
  const [one, other] = [await hashesOf(1), await hashesOf(2)]
  expect(one[2000]).toBe(one[1])
  expect(new Set(one).size).toBe(2002)
  expect(one.every((hash) => hash === (hash | 0))).toBe(true)
  expect(one.filter((hash, index) => hash === other[index]).length).toBeLessThan(5)
})

test('a reader that goes on where another stood reads the same rows', async () => {
  const dataset = datasetOf(`key: { partition: $row, sort: id }\n${columns}`)
  const options = { dataset, object: 's3://landing/in/a.csv', uploadedAt: '2026-01-02T03:04:05Z' }
  const first = createRowReader(options)
  first.push(Buffer.from(file))
  expect(first.next()).toBe('row')
  const from = first.position()
  const second = createRowReader({ ...options, from: JSON.parse(JSON.stringify(from)) })
  second.push(Buffer.from(file).subarray(from.byteOffset))
  second.end()
  expect([second.next(), second.row.record]).toEqual(['row', 2])
  const [, expected] = await acceptedOf(dataset, file)
  expect(second.row.bytes.toString('utf8', second.row.start, second.row.end)).toBe(expected?.json)
})
