import { expect, test } from 'vitest'
import { datasetOf } from '../dataset/dataset-of.ts'
import { itemsOf, rejectsOf, rowsOf } from './rows-of.ts'

test('F55 F68 F73 what a cell holds is stored as it stands, whatever a spreadsheet or a client would make of it', async () => {
  const dataset = datasetOf('key: { partition: id }\ncolumns: { id: {}, constructor: {}, n: number }')
  const cells = ['=1+1', '+1', '-1', '@x', '\tx', '\u0000', '__proto__', '\u2028', '\ud83d\udea2']
  const content = `id,constructor,n\n${cells.map((cell) => `${cell},"${cell}",-5\n`).join('')}`
  expect(await itemsOf(dataset, content)).toEqual(
    cells.map((cell) => ({ id: { S: cell }, constructor: { S: cell }, n: { N: '-5' } })),
  )
})

test.each(['NaN', 'Infinity', '-Infinity', '123456789012345678901234567890123456789', '1e126', '1e-131'])(
  'F55 %s is no number that DynamoDB holds exactly',
  async (cell) => {
    const dataset = datasetOf('key: { partition: $row }\ncolumns: { n: number }')
    expect(await rejectsOf(dataset, `n\n${cell}\n`)).toMatchObject([
      { column: 'n', rule: 'type', value: cell },
    ])
  },
)

test.each([
  ['an overlong form', [0xc0, 0xaf]],
  ['half a surrogate pair', [0xed, 0xa0, 0x80]],
  ['a character cut short', [0xf0, 0x9f, 0x9a]],
  ['a byte that begins nothing', [0xff]],
])('F67 %s is a reject that tells the byte, also in a column that is left out', async (_name, bytes) => {
  const dataset = datasetOf('key: { partition: a }\ncolumns: { a: {} }')
  const content = Buffer.concat([
    Buffer.from('a,b\nü\uFFFD,x\ny,'),
    Buffer.from(bytes),
    Buffer.from('\nz,x\n'),
  ])
  const rows = await rowsOf(dataset, content, 1)
  expect(rows).toMatchObject([
    { item: { a: { S: 'ü\uFFFD' } } },
    { reject: { line: 3, rule: 'encoding', value: expect.stringMatching(/ at byte 14 of the file$/) } },
    { item: { a: { S: 'z' } } },
  ])
})

test.each([
  ['a last line of NDJSON', 'format: ndjson\n', '{"a":"1"}\n{"a":"2"} '],
  ['a last cell', '', 'a\n1\n2'],
])(
  'F67 a character that the end of the file cuts off refuses %s, wherever the file is cut',
  async (_what, format, text) => {
    const dataset = datasetOf(`${format}key: { partition: a }\ncolumns: { a: {} }`)
    const content = Buffer.concat([Buffer.from(text), Buffer.from([0xf0, 0x9f])])
    for (const chunkBytes of [1, 2, 3, 100])
      expect(await rowsOf(dataset, content, chunkBytes)).toMatchObject([
        { item: { a: { S: '1' } } },
        { reject: { record: 2, rule: 'encoding' } },
      ])
  },
)

test('F71 a record with more or fewer cells than the header is a reject', async () => {
  const dataset = datasetOf('key: { partition: a }\ncolumns: { a: {} }')
  expect(await rejectsOf(dataset, 'a,b\n1\n1,2\n1,2,3\n')).toMatchObject([
    { line: 2, rule: 'cells', value: '1 cells, the header has 2' },
    { line: 4, rule: 'cells', value: '3 cells, the header has 2' },
  ])
})

test('F72 a misplaced quote is a reject, and the rows around it are read', async () => {
  const dataset = datasetOf('key: { partition: a }\ncolumns: { a: {} }')
  const rows = await rowsOf(dataset, 'a,b\n1,"x""y"\n2,x"y\n3,"x"y\n4,""""\n', 1)
  expect(rows.map(({ kind, record }) => [record, kind])).toEqual([
    [1, 'accepted'],
    [2, 'rejected'],
    [3, 'rejected'],
    [4, 'accepted'],
  ])
})

test('F77 a value that would stall a regular expression is read in time proportional to it', async () => {
  const dataset = datasetOf(`key: { partition: $row }\ncolumns: { a: { pattern: '^(a+)+$' } }`)
  const content = `a\n${`${'a'.repeat(50_000)}!\n`.repeat(20)}`
  expect(await rejectsOf(dataset, content)).toHaveLength(20)
})

const json = 'format: ndjson\nkey: { partition: id }\ncolumns: { id: {}, n: number, j: json }'

test('F78 JSON keeps numbers exact, is bounded in depth, and knows no special names', async () => {
  const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)
  const rows = await rowsOf(
    datasetOf(json),
    [
      '{"id":"1","n":12345678901234567890123456789012345678,"__proto__":{"id":"x"}}',
      '{"id":"2","n":0.1e-5,"j":[9007199254740993]}',
      '{"id":"3","id":"4","n":1}',
      `{"id":"5","j":${nested(31)}}`,
      `{"id":"6","j":${nested(32)}}`,
      `{"id":"7","other":${nested(32)}}`,
      '{"id":"8","n":1e999}',
      '{"id":"9","j":{"__proto__":1}}',
      '{"id":"9a","j":[{"":1}]}',
      `{"id":"9b","j":{"${'ü'.repeat(32_768)}":1}}`,
      `{"id":"9c","j":{"${'ü'.repeat(32_767)}x":1}}`,
      '{"id":"\\ud800"}',
      '["10"]',
      '{"id":"11",}',
      '{"id":"12","n":01}',
      '{"id":"13"} x',
    ].join('\n'),
  )
  expect(rows.map((row) => (row.kind === 'accepted' ? row.item : row.reject.rule))).toEqual([
    { id: { S: '1' }, n: { N: '12345678901234567890123456789012345678' } },
    { id: { S: '2' }, n: { N: '0.000001' }, j: { L: [{ N: '9007199254740993' }] } },
    { id: { S: '4' }, n: { N: '1' } },
    expect.objectContaining({ id: { S: '5' } }),
    'depth',
    'depth',
    'type',
    'json',
    'json',
    'json',
    expect.objectContaining({ id: { S: '9c' } }),
    'json',
    'json',
    'json',
    'json',
    'json',
  ])
})
