import { expect, test } from 'vitest'
import { RECORD_BYTES_MAX } from '../../../shared/format/limits.ts'
import { datasetOf } from '../dataset/dataset-of.ts'
import { readText } from './records-of.ts'

const COLUMNS = 'key: { partition: $row }\ncolumns: { a: {}, b: json }'
const plain = datasetOf(`format: json\n${COLUMNS}`)
const deep = datasetOf(`format: json\nunder: data.rows\n${COLUMNS}`)

function read(text: string, dataset = plain) {
  return readText(dataset, Buffer.from(text))
}

test('the elements of the array are the records, with the line and byte where each begins', () => {
  const text = '\uFEFF[\r\n  {"a":"1",\n   "b":[{}]} ,{"a":"]}\\""}\n, {}\n]\n'
  const at = (part: string) => Buffer.from(text).indexOf(part)
  const { records } = read(text)
  expect(records).toMatchObject([
    { record: 1, line: 2, byteOffset: at('{"a":"1'), fields: ['1', [{}]] },
    { record: 2, line: 3, byteOffset: at('{"a":"]'), fields: [']}"', undefined] },
    { record: 3, line: 4, byteOffset: at(' {}') + 1, fields: [undefined, undefined] },
  ])
})

test('the array is found under its path, past members of the same name elsewhere', () => {
  const text =
    '{"rows":[1],"x":{"data":{"rows":[2]}},"d\\u0061ta":{"r":[],"rows":[{"a":"1"}],"z":"}"},"y":[{"rows":0}]}'
  expect(read(text, deep)).toMatchObject({ records: [{ fields: ['1', undefined] }], refusal: undefined })
})

test('an empty array has no records', () => {
  expect(read(' [ ] ')).toMatchObject({ records: [], refusal: undefined })
})

test('F78 an element that is no object, or nests too deep, is refused, and the next one is read', () => {
  const nested = `{"b":${'['.repeat(40)}${']'.repeat(40)}}`
  const { records, refusal } = read(`[7,"a,b",null,[{}],{"a":},tru,${nested},{"a":"1"}]`)
  expect(records.map((record) => record.kind === 'unreadable' && record.rule)).toEqual([
    ...Array(6).fill('json'),
    'depth',
    false,
  ])
  expect(refusal).toBeUndefined()
})

test.each([
  ['an object', '{"a":1}', 'expected at the document itself'],
  ['a comma too many', '[{},]', 'an element is expected, and "]"'],
  ['no comma', '[{} {}]', 'a comma or the end of the array is expected'],
  ['a file that is cut off', '[{},', 'behind record 1: the file is cut off'],
  ['a file that is cut off inside an element', '[{},{"a":', 'behind record 1: the file is cut off'],
  ['text behind the array', '[{}] x', 'no more is expected, and x'],
  ['nothing but blanks', ' \n', 'the file is cut off'],
])('%s refuses the file with the place', (_what, text, reason) => {
  expect(read(text).refusal).toContain(reason)
})

test.each([
  ['an array', '[]', 'not {'],
  ['no such member', '{"data":{"x":1}}', 'there is no `data.rows`'],
  ['an object in place of the array', '{"data":{"rows":{}}}', 'not ['],
  ['a name of the path that comes again', '{"data":{"rows":[]},"data":{}}', '"data" comes again'],
  ['a name that is no text', '{data:1}', 'a name or } is expected'],
  ['a value that is none', '{"x":nul}', 'nul is no value'],
  ['nesting too deep', `{"x":${'['.repeat(100)}`, 'nests deeper than 31'],
  ['a bracket of another kind', '{"x":[}', '} is no value'],
  ['a document that is cut off behind the array', '{"data":{"rows":[{}]}', 'the file is cut off'],
])('%s around the array refuses the file', (_what, text, reason) => {
  expect(read(text, deep).refusal).toContain(reason)
})

test('F70 an element over its bound is refused, and the next one is read', () => {
  const long = 'x'.repeat(RECORD_BYTES_MAX)
  const text = `[{"a":"${long}"},"${long}\\"]",${long}x,[{"b":["${long}"],\n"c":"]"}], {"a":"1"}]`
  for (const sizes of [[10_000_000], [65_536], [4096, 7]]) {
    const { records, refusal } = readText(plain, Buffer.from(text), sizes)
    expect(refusal).toBeUndefined()
    expect(records).toHaveLength(5)
    for (const record of records.slice(0, 4))
      expect(record).toMatchObject({ rule: 'record-bytes', bytes: RECORD_BYTES_MAX, line: 1 })
    expect(records[4]).toMatchObject({ line: 2, fields: ['1', undefined] })
  }
})

test('a text outside of the array is bounded too', () => {
  const { refusal } = read(`{"x":"${'x'.repeat(RECORD_BYTES_MAX)}","data":{"rows":[]}}`, deep)
  expect(refusal).toContain(`longer than ${RECORD_BYTES_MAX} bytes`)
})

test('F67 an element that is not UTF-8 is refused with the byte', () => {
  const bytes = Buffer.from('[{"a":"x"},{"a":"ü"}]')
  bytes[17] = 0xff
  const { records } = readText(plain, bytes)
  expect(records[1]).toMatchObject({ rule: 'encoding', value: '\\xFF at byte 17 of the file' })
})
