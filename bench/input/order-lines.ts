import { COLUMNS, type OrderCells } from './orders.ts'

export const CSV_HEADER = `${COLUMNS.join(',')}\n`

const NUMBERS: ReadonlySet<string> = new Set(['quantity', 'price'])
const BOOLEANS: ReadonlySet<string> = new Set(['gift'])

export function csvLine(cells: OrderCells): string {
  return `${cells.map(csvCell).join(',')}\n`
}

/** Texts are quoted also where they need not be, as many programs write them. */
export function quotedCsvLine(cells: OrderCells): string {
  return `${cells.map((text, place) => (isText(place) ? quoted(text) : csvCell(text))).join(',')}\n`
}

function csvCell(text: string): string {
  return /[",\n]/.test(text) ? quoted(text) : text
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}

/** Numbers and booleans are JSON's own; an empty cell is left out. */
export function ndjsonLine(cells: OrderCells): string {
  const members = cells.flatMap((text, place) =>
    text === '' ? [] : `"${COLUMNS[place]}":${json(text, place)}`,
  )
  return `{${members.join(',')}}\n`
}

function json(text: string, place: number): string {
  return isText(place) || !/^(true|false|[0-9.]+)$/.test(text)
    ? JSON.stringify(text)
    : String(JSON.parse(text))
}

function isText(place: number): boolean {
  const column = COLUMNS[place] ?? ''
  return !NUMBERS.has(column) && !BOOLEANS.has(column)
}

/** What DynamoDB must be sent for a row that breaks no rule. */
export type OrderItem = Record<string, { S?: string; N?: string; BOOL?: boolean }>

export function orderItem(cells: OrderCells): OrderItem {
  const item: OrderItem = {}
  for (const [place, column] of COLUMNS.entries()) {
    const text = cells[place] ?? ''
    if (text === '') continue
    if (NUMBERS.has(column)) item[column] = { N: String(Number(text)) }
    else item[column] = BOOLEANS.has(column) ? { BOOL: text === 'true' } : { S: text }
  }
  return item
}
