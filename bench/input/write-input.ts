import { closeSync, createReadStream, createWriteStream, openSync, writeSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGzip, createZstdCompress } from 'node:zlib'
import { CSV_HEADER, csvLine, ndjsonLine, quotedCsvLine } from './order-lines.ts'
import { type OrderStyle, orderCells } from './orders.ts'

export type InputFormat = 'csv' | 'quoted-csv' | 'ndjson'

export interface InputRows {
  readonly format: InputFormat
  /** Number of the first row. */
  readonly from: number
  readonly rows: number
}

const FORMATS = {
  csv: { header: CSV_HEADER, line: csvLine, style: 'plain' },
  'quoted-csv': { header: CSV_HEADER, line: quotedCsvLine, style: 'quoted' },
  ndjson: { header: '', line: ndjsonLine, style: 'plain' },
} as const

const LINES_AT_ONCE = 4_096

export function styleOf(format: InputFormat): OrderStyle {
  return FORMATS[format].style
}

export function writeInput(file: string, { format, from, rows }: InputRows): void {
  const { header, line, style } = FORMATS[format]
  const out = openSync(file, 'w')
  let text: string = header
  for (let number = from; number < from + rows; number++) {
    text += line(orderCells(number, style))
    if ((number - from) % LINES_AT_ONCE === LINES_AT_ONCE - 1) {
      writeSync(out, text)
      text = ''
    }
  }
  writeSync(out, text)
  closeSync(out)
}

export async function packInput(file: string, packing: 'gzip' | 'zstd', target: string): Promise<void> {
  const pack = packing === 'gzip' ? createGzip() : createZstdCompress()
  await pipeline(createReadStream(file), pack, createWriteStream(target))
}
