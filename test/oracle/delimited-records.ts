import type { Column, DelimitedFormat } from '../../shared/dataset/dataset.ts'
import { decoded, lineCounter } from './binary-text.ts'
import { type OracleField, type OracleRecord, Refused } from './refused.ts'

interface CutRecord {
  readonly start: number
  readonly raw: string
  readonly cells: readonly string[]
  readonly isBroken: boolean
}

/** Delimited text by RFC 4180, character by character. */
export function delimitedRecords(
  text: string,
  skipped: number,
  format: DelimitedFormat,
  columns: readonly Column[],
): OracleRecord[] {
  const cut = cutRecords(text, format)
  const header = cut.next().value
  if (!header) throw new Refused('file.empty')
  const names = headerNames(header)
  checkNames(names, columns)
  const lineOf = lineCounter(text)
  return [...cut].map((record) => ({
    line: lineOf(record.start),
    byteOffset: skipped + record.start,
    fields: fieldsOf(record, names),
  }))
}

function fieldsOf({ raw, cells, isBroken }: CutRecord, names: readonly string[]): OracleRecord['fields'] {
  if (isBroken) return 'quote'
  if (decoded(raw) === undefined) return 'encoding'
  if (cells.length !== names.length) return 'cells'
  return new Map<string, OracleField>(
    names.map((name, index) => [name, decoded(cells[index] as string) as string]),
  )
}

function headerNames({ raw, cells, isBroken }: CutRecord): string[] {
  if (isBroken) throw new Refused('file.header')
  if (decoded(raw) === undefined) throw new Refused('file.encoding')
  return cells.map((cell) => decoded(cell) as string)
}

function checkNames(names: readonly string[], columns: readonly Column[]): void {
  const folded = (name: string): string => name.trim().toLowerCase()
  for (const { from, required } of columns) {
    const count = names.filter((name) => name === from).length
    const isAlike = names.some((name) => folded(name) === folded(from))
    if (count > 1 || (count === 0 && (required || isAlike))) throw new Refused('file.header')
  }
  const known = columns.map(({ from }) => folded(from))
  if (!names.some((name) => known.includes(folded(name)))) throw new Refused('file.header')
}

/** One by one, so that the header is looked at before what follows it. */
function* cutRecords(
  text: string,
  { delimiter, quote, comment }: DelimitedFormat,
): Generator<CutRecord, undefined> {
  let at = 0

  const isLineEnd = (): boolean => text[at] === '\n' || text[at] === '\r'
  const passLine = (): void => {
    while (at < text.length && !isLineEnd()) at += 1
  }
  const passLineEnd = (): void => {
    at += text.startsWith('\r\n', at) ? 2 : 1
  }

  function quotedCell(): string {
    let cell = ''
    for (at += 1; at < text.length; at += 1) {
      if (text[at] !== quote) cell += text[at]
      else if (text[at + 1] === quote) {
        cell += quote
        at += 1
      } else {
        at += 1
        return cell
      }
    }
    throw new Refused('file.format')
  }

  function plainCell(): string {
    const start = at
    while (at < text.length && !isLineEnd() && text[at] !== delimiter && text[at] !== quote) at += 1
    return text.slice(start, at)
  }

  function record(): CutRecord {
    const start = at
    const cells: string[] = []
    for (;;) {
      cells.push(quote !== null && text[at] === quote ? quotedCell() : plainCell())
      if (text[at] !== delimiter) break
      at += 1
    }
    const isBroken = at < text.length && !isLineEnd()
    passLine()
    return { start, raw: text.slice(start, at), cells, isBroken }
  }

  while (at < text.length) {
    if (isLineEnd()) passLineEnd()
    else if (text[at] === comment) passLine()
    else yield record()
  }
}
