import fc from 'fast-check'
import type { Dataset, DelimitedFormat } from '../../../shared/dataset/dataset.ts'
import { anyCell } from './any-dataset.ts'

/** The text of a file for the dataset: mostly as it should be, sometimes with a few bytes changed. */
export function anyText(dataset: Dataset): fc.Arbitrary<Buffer> {
  const rows = fc.array(fc.tuple(...dataset.columns.map(anyCell)), { minLength: 1, maxLength: 6 })
  const text = rows.chain((cells) =>
    dataset.format.kind === 'delimited'
      ? delimitedText(dataset, dataset.format, cells)
      : jsonText(dataset, cells),
  )
  return fc.oneof(
    { weight: 4, arbitrary: text.map((whole) => Buffer.from(whole)) },
    { weight: 1, arbitrary: text.chain(damaged) },
  )
}

function damaged(text: string): fc.Arbitrary<Buffer> {
  const change = fc.record({
    place: fc.nat(),
    byte: fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('"\\{},:0.'))),
  })
  return fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) => {
    const bytes = Buffer.from(text)
    for (const { place, byte } of changes) bytes[place % bytes.length] = byte
    return bytes
  })
}

type Rows = readonly (readonly string[])[]

function delimitedText(dataset: Dataset, format: DelimitedFormat, rows: Rows): fc.Arbitrary<string> {
  const names = [...new Set(dataset.columns.map(({ from }) => from))]
  const line = (cells: readonly string[], quoted: boolean): string =>
    cells.map((cell) => delimitedCell(format, cell, quoted)).join(format.delimiter)
  return fc.tuple(fc.infiniteStream(fc.boolean()), fc.constantFrom('\n', '\r\n')).map(([quoted, lineEnd]) => {
    const lines = rows.map((cells) => {
      const byName = names.map(
        (name) => cells[dataset.columns.findIndex(({ from }) => from === name)] as string,
      )
      return line(byName, quoted.next().value)
    })
    return [line(names, true), ...lines, ''].join(lineEnd)
  })
}

function delimitedCell({ quote, delimiter }: DelimitedFormat, cell: string, quoted: boolean): string {
  if (quote === null) return cell.replaceAll(/[\r\n]/g, ' ').replaceAll(delimiter, ' ')
  const needed = quoted || cell.includes(delimiter) || cell.includes(quote) || /[\r\n]/.test(cell)
  return needed ? quote + cell.replaceAll(quote, quote + quote) + quote : cell
}

function jsonText({ columns, format }: Dataset, rows: Rows): fc.Arbitrary<string> {
  const space = fc.constantFrom('', '', '', ' ', '\t ')
  const shape = fc.record({
    spaces: fc.array(space, { minLength: 3, maxLength: 3 }),
    raw: fc.array(fc.boolean(), { minLength: columns.length, maxLength: columns.length }),
    rotate: fc.nat(columns.length),
    extra: fc.constantFrom(
      [],
      [],
      ['"other":12'],
      ['"other":{"a":[1,"]"]}'],
      ['"other":"x\\u0041"'],
      ['"__proto__":null', '"constructor":-0.5e-3'],
      ['"other":{]'],
      ['"a":{]', '"a":1'],
    ),
  })
  return fc.array(shape, { minLength: rows.length, maxLength: rows.length }).map((shapes) => {
    const objects = rows.map((cells, index) => {
      const { spaces, raw, rotate, extra } = shapes[index] as (typeof shapes)[number]
      const [open, colon, comma] = spaces
      const members = columns.map(
        ({ from, type }, column) =>
          `${JSON.stringify(from)}${colon}:${open}${memberText(type, cells[column] as string, raw[column] as boolean)}`,
      )
      const turned = [...members.slice(rotate), ...extra, ...members.slice(0, rotate)]
      return `${open}{${open}${turned.join(`${comma},`)}${comma}}${open}`
    })
    return format.kind === 'json' ? document(format.path, objects) : `${objects.join('\n')}\n`
  })
}

function document(path: readonly string[], objects: readonly string[]): string {
  return path.reduceRight(
    (inner, name) => `{"before":[{}], ${JSON.stringify(name)}:${inner}}`,
    `[${objects.join(',\n')}]`,
  )
}

/** Numbers, booleans and JSON stand there as they are, or as texts. */
function memberText(type: string, cell: string, raw: boolean): string {
  const isRaw = raw && type !== 'string' && type !== 'date' && type !== 'timestamp'
  return isRaw && cell !== '' ? cell.replaceAll(/[\r\n]/g, ' ') : JSON.stringify(cell)
}
