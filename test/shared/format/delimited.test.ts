import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Dataset } from '../../../shared/dataset/dataset.ts'
import { RECORD_BYTES_MAX } from '../../../shared/format/limits.ts'
import { datasetOf } from '../dataset/dataset-of.ts'
import { itemsOf, rejectsOf, rowsOf } from '../row/rows-of.ts'

const two = datasetOf('empty: keep\nkey: { partition: $row }\ncolumns: { a: {}, b: {} }')

/** The texts of the columns a and b of every row, and the rules of those refused. */
async function read(dataset: Dataset, content: string | Uint8Array): Promise<unknown[]> {
  return (await rowsOf(dataset, content)).map((row) =>
    row.kind === 'rejected'
      ? row.reject.rule
      : [row.item.a, row.item.b].map((value) => value && 'S' in value && value.S),
  )
}

test('F64 a file with a header only has no rows, a last line without an end is a row', async () => {
  expect(await read(two, 'a,b')).toEqual([])
  expect(await read(two, 'a,b\n')).toEqual([])
  expect(await read(two, 'a,b\n1,2')).toEqual([['1', '2']])
  expect(await read(two, 'a,b\n1,')).toEqual([['1', '']])
})

test('a file without a byte of text is refused', async () => {
  for (const content of ['', '\uFEFF', '\n\r\n'])
    await expect(read(two, content)).rejects.toMatchObject({ code: 'file.empty' })
})

test('lines end with LF, CRLF or CR, also mixed, and blank ones count as lines alone', async () => {
  const content = '\na,b\n1,2\r\n\r\n3,4\r\r5,6\n\n7,"8\r\n9\r10"\n11'
  const rows = await rowsOf(two, content)
  expect(rows.map(({ record }) => record)).toEqual([1, 2, 3, 4, 5])
  expect(await itemsOf(two, content)).toMatchObject([
    { a: { S: '1' }, b: { S: '2' } },
    { a: { S: '3' }, b: { S: '4' } },
    { a: { S: '5' }, b: { S: '6' } },
    { a: { S: '7' }, b: { S: '8\r\n9\r10' } },
  ])
  expect(await rejectsOf(two, content)).toEqual([
    { record: 5, line: 12, byteOffset: 34, column: null, rule: 'cells', value: '1 cells, the header has 2' },
  ])
})

test('a byte order mark is stripped once, and counts as bytes', async () => {
  const marked = Buffer.from('\uFEFFa,b\n\uFEFF1,2\n3')
  for (const chunkBytes of [1, 2, 3, 4, 100]) {
    const rows = await rowsOf(two, marked, chunkBytes)
    expect(rows).toMatchObject([
      { item: { a: { S: '\uFEFF1' } } },
      { reject: { line: 3, byteOffset: marked.length - 1 } },
    ])
  }
})

test.each([
  ['a workbook', Buffer.from('PK\x03\x04aaaa'), 'file.format', 'Export it as CSV'],
  ['Parquet', Buffer.from('PAR1aaaa'), 'file.format', 'Export it as CSV'],
])('%s is refused with the remedy', async (_what, content, code, remedy) => {
  await expect(rowsOf(two, content, 1)).rejects.toMatchObject({
    code,
    message: expect.stringContaining(remedy),
  })
})

test('quotes are read strictly: what is misplaced rejects its record, and the next line is read', async () => {
  expect(await read(two, 'a,b\n"1,1","2""2"\n"",""\n')).toEqual([
    ['1,1', '2"2'],
    ['', ''],
  ])
  expect(await read(two, 'a,b\n1"1,2\n3,4\n')).toEqual(['quote', ['3', '4']])
  expect(await read(two, 'a,b\n"1"1,2\n3,4\n')).toEqual(['quote', ['3', '4']])
  expect(await read(two, 'a,b\n"1" ,2\n3,4\n')).toEqual(['quote', ['3', '4']])
  expect(await read(two, 'a,b\n"1"1,"2\n3,4\n')).toEqual(['quote', ['3', '4']])
})

test('F69 a quote that is never closed refuses the file with its line, and takes no more memory than a record', async () => {
  const cut = 'a,b\n1,2\n3,"4\n5,6\n'
  await expect(read(two, cut)).rejects.toMatchObject({
    code: 'file.format',
    message: expect.stringContaining('line 3'),
  })
  const long = `a,b\n1,2\n3,"${'4\n'.repeat(RECORD_BYTES_MAX)}`
  await expect(read(two, long)).rejects.toMatchObject({
    code: 'file.too-large',
    message: expect.stringContaining('line 3'),
  })
})

test('F69 F72 a record that grows too long between the two quotes of a doubled one is still in its quotes', async () => {
  const cell = `"${'x'.repeat(RECORD_BYTES_MAX - 2)}""`
  await expect(read(two, `a,b\n${cell}",2\n3,4\n`)).rejects.toMatchObject({
    code: 'file.too-large',
    message: expect.stringContaining('line 2'),
  })
})

test('F70 a record over its bound is refused, and the next line is read', async () => {
  const cell = 'x'.repeat(RECORD_BYTES_MAX - 2)
  const rejects = await rejectsOf(two, `a,b\n1,${cell}\n1,${cell}x\n\n"1",${cell}\n2,3\n4`)
  expect(rejects).toMatchObject([
    { record: 1, line: 2, rule: 'item-bytes' },
    { record: 2, line: 3, rule: 'record-bytes', value: `1,${'x'.repeat(254)}` },
    { record: 3, line: 5, rule: 'record-bytes' },
    { record: 5, line: 7, rule: 'cells' },
  ])
})

test('a line of 100,000 cells, and one without a delimiter, are refused', async () => {
  expect(await read(two, `a,b\n${','.repeat(100_000)}\nab\n`)).toEqual(['cells', 'cells'])
  await expect(read(two, `a,b${',c'.repeat(1000)}\n`)).rejects.toMatchObject({
    code: 'file.too-large',
    message: expect.stringContaining('longer than 1048576 bytes, or has more than 1000 columns'),
  })
})

test.each([
  ['an overlong form', [0xc0, 0xaf], '\\xC0', 0],
  ['a surrogate', [0xed, 0xa0, 0x80], '\\xED', 0],
  ['Latin-1', [0x41, 0xe9, 0x42], '\\xE9', 1],
  ['a character that is cut off', [0xc3], '\\xC3', 0],
])(
  '%s rejects its record with the byte, and U+FFFD that the file holds stays',
  async (_what, bytes, byte, at) => {
    const content = Buffer.concat([
      Buffer.from('a,b\n\uFFFD,ü\n1,ü'),
      Buffer.from(bytes),
      Buffer.from('\n3,4\n'),
    ])
    expect(await read(two, content)).toEqual([['\uFFFD', 'ü'], 'encoding', ['3', '4']])
    const [reject] = await rejectsOf(two, content)
    expect(reject).toMatchObject({ line: 3, byteOffset: 11, value: `${byte} at byte ${15 + at} of the file` })
  },
)

test('control characters and formulas are data', async () => {
  const cells = ['\0', '=1+1', '+1', '-1', '@a', '\t', '\u001F', '__proto__']
  const content = `a,b\n${cells.map((cell) => `${cell},x`).join('\n')}\n`
  expect(await read(two, content)).toEqual(cells.map((cell) => [cell, 'x']))
})

test('columns are found by the header in any order, and others are left out', async () => {
  expect(await read(two, 'c,b,,a,\n1,2,3,4,5\n')).toEqual([['4', '2']])
})

test('F71 case and spaces of a header are ignored where the dataset says so, and two names that become one refuse the file', async () => {
  const dataset = datasetOf('headerMatch: ignore-case\nkey: { partition: id }\ncolumns: { id: {}, b: {} }')
  expect(await itemsOf(dataset, ' B ,ID\n1,2\n')).toEqual([{ id: { S: '2' }, b: { S: '1' } }])
  for (const [header, reason] of [
    ['id,b, B', '"b" stands there 2 times when case and spaces are ignored'],
    ['i d,b', '"id" is missing'],
  ])
    await expect(rowsOf(dataset, `${header}\n`)).rejects.toMatchObject({
      code: 'file.header',
      message: expect.stringContaining(reason as string),
    })
})

test.each([
  ['a missing column that is required', 'b,c\n', '"id" is missing. Found: "b", "c"'],
  ['a column that stands there twice', 'id,b,b\n', '"b" stands there 2 times'],
  ['a column in other case', 'id,B\n', '"b" is missing, and "B" looks like it'],
  ['a column with spaces around it', ' id,b\n', '"id" is missing, and " id" looks like it'],
  ['another delimiter', 'id;b\n', '";" stands between its names. Say `delimiter: ";"` in the dataset'],
  ['another delimiter and case', 'ID\tB\n', '"\\t" stands between its names'],
  ['a lone name with marks in it', 'c;d\n', '"id" is missing. Found: "c;d". Correct the header'],
  ['a misplaced quote', '"id"x,b\n', 'The header at line 1 has a misplaced quote'],
])('%s in the header refuses the file', async (_what, content, message) => {
  const dataset = datasetOf('key: { partition: id }\ncolumns: { id: {}, b: {} }')
  await expect(rowsOf(dataset, content)).rejects.toMatchObject({
    code: 'file.header',
    message: expect.stringContaining(message),
  })
})

test('a file with none of the columns is refused, though none is required: its rows would be empty', async () => {
  const dataset = datasetOf('key: { partition: $object, sort: $row }\ncolumns: { id: {}, b: {} }')
  for (const [content, message] of [
    ['c,d\n1,2\n', 'it has none of them. Found: "c", "d"'],
    ['id;b\n1;2\n', '";" stands between its names'],
  ])
    await expect(rowsOf(dataset, content as string)).rejects.toMatchObject({
      code: 'file.header',
      message: expect.stringContaining(message as string),
    })
  expect(await itemsOf(dataset, 'b,d\n1,2\n')).toMatchObject([{ b: { S: '1' } }])
})

test('a column that is not required may be missing from the file', async () => {
  const dataset = datasetOf('key: { partition: id }\ncolumns: { id: {}, b: {}, c: { default: x } }')
  expect(await itemsOf(dataset, 'id\n1\n')).toEqual([{ id: { S: '1' }, c: { S: 'x' } }])
})

test('delimiter, quote, comment and header are those of the dataset', async () => {
  const dataset = datasetOf(
    `delimiter: ";"\nquote: "'"\ncomment: "#"\nheader: [a, x, b]\nempty: keep\nkey: { partition: $row }\ncolumns: { a: {}, b: {} }`,
  )
  expect(await read(dataset, "#a;b\n1;'#';2\n# '\n'it''s';\";\n#")).toEqual([
    ['1', '2'],
    ["it's", ''],
  ])
  const plain = datasetOf('format: tsv\nquote: none\nkey: { partition: a }\ncolumns: { a: {}, b: {} }')
  expect(await read(plain, 'a\tb\n"x\t5" pipe\n')).toEqual([['"x', '5" pipe']])
})

test('a column may have another name in the file', async () => {
  const dataset = datasetOf('key: { partition: id }\ncolumns: { id: { from: "Län, nr" } }')
  expect(await itemsOf(dataset, '"Län, nr"\n1\n')).toEqual([{ id: { S: '1' } }])
})

// Marks and line ends are frequent, so that cuts fall between them.
const text = fc.stringMatching(/^([ab,"\r\n#üé🚢\\]|""|","|\r\n){0,60}$/u)

test('the same rows and faults come out wherever the bytes are cut', async () => {
  const marked = datasetOf('comment: "#"\nempty: keep\nkey: { partition: $row }\ncolumns: { a: {}, b: {} }')
  await fc.assert(
    fc.asyncProperty(text, fc.constantFrom(two, marked), async (body, dataset) => {
      const content = `a,b\n${body}`
      const whole = await settled(rowsOf(dataset, content))
      for (const chunkBytes of [1, 2, 3, 5, 7])
        expect(await settled(rowsOf(dataset, content, chunkBytes))).toEqual(whole)
    }),
    { numRuns: 300 },
  )
})

test('what a careful writer writes is what is read', async () => {
  const cell = fc.stringMatching(/^[ab,"\r\n#ü🚢 =]{0,8}$/u)
  const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(cell, cell), { maxLength: 8 }),
      fc.constantFrom('\n', '\r\n', '\r'),
      async (rows, lineEnd) => {
        const content = [['a', 'b'], ...rows].map((cells) => cells.map(quoted).join(',')).join(lineEnd)
        expect(await read(two, content)).toEqual(rows)
      },
    ),
    { numRuns: 300 },
  )
})

async function settled(rows: Promise<unknown>): Promise<unknown> {
  try {
    return await rows
  } catch (error) {
    return String(error)
  }
}
