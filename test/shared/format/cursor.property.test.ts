import fc from 'fast-check'
import { expect, test } from 'vitest'
import { datasetOf } from '../dataset/dataset-of.ts'
import { readText } from './records-of.ts'

const COLUMNS = 'key: { partition: $row }\ncolumns: { a: {}, b: {} }'
const csv = datasetOf(`empty: keep\n${COLUMNS}`)
const commented = datasetOf(`comment: "#"\nempty: keep\n${COLUMNS}`)
const bare = datasetOf(`quote: none\nheader: [a, b]\n${COLUMNS}`)
const ndjson = datasetOf(`format: ndjson\n${COLUMNS}`)
const json = datasetOf(`format: json\n${COLUMNS}`)
const deep = datasetOf(`format: json\nunder: data.rows\n${COLUMNS}`)

// Marks and line ends are frequent, so that cuts fall between them.
const cells = fc.stringMatching(/^([ab,"\r\n#üé🚢\\]|""|","|\r\n){0,60}$/u)
const delimited = fc
  .tuple(fc.constantFrom('', '\uFEFF'), fc.constantFrom('a,b\n', '\r\n"b",a\r'), cells)
  .map((parts) => parts.join(''))

const member = fc.constantFrom('"a":1', '"b":"ü\\"}"', '"c":[{},"]"]', '"a": \r\n null', '"d":"\\\\"')
const object = fc.array(member, { maxLength: 3 }).map((members) => `{${members.join(',')}}`)
const element = fc.oneof(object, fc.constantFrom('7', '"x\\""', '[]', 'null', '{"a":', 'tru', '}', ''))
const blank = fc.constantFrom('', ' ', '\n', '\r\n', '\r', '\t\n\n')
const list = fc
  .array(fc.tuple(blank, fc.oneof({ weight: 5, arbitrary: object }, element), blank), { maxLength: 5 })
  .map((elements) => `[${elements.map((parts) => parts.join('')).join(',')}]`)
const document = fc
  .tuple(fc.constantFrom('', '\uFEFF'), blank, list, fc.constantFrom('', '\n', ',', ' x'))
  .map((parts) => parts.join(''))
const deepDocument = fc
  .tuple(
    fc.constantFrom('{"data":{', '{"meta":[1,{"rows":[]}],"data" : {"x":"}",'),
    list,
    fc.constantFrom('}}', ',"y":{"rows":[]}},"z":1}\r\n', ',"rows":[]}}', '}', '}}}'),
  )
  .map(([before, elements, behind]) => `${before}"rows":${elements}${behind}`)
const lines = fc
  .array(
    fc.tuple(fc.oneof(object, fc.constantFrom('', ' ', '{"a":', 'ü')), fc.constantFrom('\n', '\r\n', '\r')),
  )
  .map((rows) => rows.flat().join(''))

const cases = fc.oneof(
  fc.tuple(fc.constantFrom(csv, commented, bare), delimited),
  fc.tuple(fc.constant(ndjson), lines),
  fc.tuple(fc.constant(json), document),
  fc.tuple(fc.constant(deep), deepDocument),
)
const damage = fc.option(fc.tuple(fc.nat(), fc.integer({ min: 0x80, max: 0xff })), { freq: 4 })
const sizes = fc.array(fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 40 })), {
  minLength: 1,
  maxLength: 8,
})

function bytesOf(text: string, [at, byte]: readonly [number, number] = [0, 0]): Buffer {
  const bytes = Buffer.from(text)
  if (byte > 0 && bytes.length > 0) bytes[at % bytes.length] = byte
  return bytes
}

test('F66 F67 F72 the same records, faults and positions come out wherever the text is cut', () => {
  fc.assert(
    fc.property(cases, damage, sizes, ([dataset, text], harm, pieces) => {
      const bytes = bytesOf(text, harm ?? undefined)
      expect(readText(dataset, bytes, pieces)).toEqual(readText(dataset, bytes, [1_000_000]))
    }),
    { numRuns: 3000 },
  )
})

test('F39 from the position behind any record, another cursor reads exactly the records that are left', () => {
  fc.assert(
    fc.property(cases, damage, sizes, ([dataset, text], harm, pieces) => {
      const bytes = bytesOf(text, harm ?? undefined)
      const whole = readText(dataset, bytes)
      for (const [index, position] of whole.positions.entries()) {
        const kept = JSON.parse(JSON.stringify(position))
        const rest = readText(dataset, bytes.subarray(position.byteOffset), pieces, kept)
        expect(rest.records).toEqual(whole.records.slice(index))
        expect(rest.refusal).toEqual(whole.refusal)
      }
    }),
    { numRuns: 1000 },
  )
})

test('a JSON array gives the records that its elements give as lines', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(object, blank), { maxLength: 6 }), sizes, (elements, pieces) => {
      const flat = elements.map(([text]) => text.replaceAll(/[\r\n]+/g, ' '))
      const asLines = readText(ndjson, Buffer.from(flat.join('\n')), pieces)
      const asArray = readText(
        json,
        Buffer.from(`[${elements.map(([text, after]) => text + after).join(',')}]`),
        pieces,
      )
      const fields = ({ records }: typeof asLines) =>
        records.map((record) => record.kind === 'read' && record.fields)
      expect(fields(asArray)).toEqual(fields(asLines))
    }),
    { numRuns: 500 },
  )
})
