import { CELL_ESCAPED, type ScannedRecord } from './record-scanner.ts'

/** The texts of the cells at the given positions, undefined for a position of -1. The record is UTF-8 and well-formed. */
export function cellTexts(
  scanned: ScannedRecord,
  positions: readonly number[],
  quote: string,
): (string | undefined)[] {
  const { buffer, start, end, ascii, cells } = scanned
  // One decoding for the whole record where bytes and characters count alike.
  const text = ascii ? buffer.toString('latin1', start, end) : ''
  return positions.map((position) => {
    if (position < 0) return undefined
    const from = cells[position * 3] as number
    const to = cells[position * 3 + 1] as number
    const cell = ascii ? text.slice(from, to) : buffer.toString('utf8', start + from, start + to)
    return cells[position * 3 + 2] === CELL_ESCAPED ? cell.replaceAll(quote + quote, quote) : cell
  })
}
