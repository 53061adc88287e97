import { printable } from './printable.ts'

export interface Column {
  readonly title: string
  readonly align?: 'right'
  /** Characters; a longer cell is cut in its middle. */
  readonly widthMax?: number
}

const GAP = '  '

/** Narrower than that the last column tells nothing: its lines wrap instead. */
const LAST_WIDTH_MIN = 24

/**
 * A table. In a terminal so many characters wide the last column takes what the others leave, and is cut to it; without
 * one it stands whole, for other programs read it.
 */
export function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  terminalWidth: number | undefined,
): string[] {
  const cells = [columns.map(({ title }) => title), ...rows].map((row) =>
    row.map((cell, place) => cut(oneLine(cell), columns[place]?.widthMax ?? Number.POSITIVE_INFINITY)),
  )
  const widths = columns.map((_, place) => Math.max(...cells.map((row) => lengthOf(row[place] ?? ''))))
  const others = widths.slice(0, -1).reduce((sum, width) => sum + width + GAP.length, 0)
  const room = Math.max(LAST_WIDTH_MIN, (terminalWidth ?? Number.POSITIVE_INFINITY) - others)
  widths[widths.length - 1] = Math.min(widths.at(-1) ?? 0, room)
  return cells.map((row) =>
    row
      .map((cell, place) => padded(cut(cell, widths[place] ?? 0), widths[place] ?? 0, columns[place]?.align))
      .join(GAP)
      .trimEnd(),
  )
}

function oneLine(text: string): string {
  return printable(text).replaceAll('\n', '\\n')
}

/** The end of a key tells more than its middle. */
function cut(text: string, width: number): string {
  const characters = [...text]
  if (characters.length <= width) return text
  const front = Math.floor((width - 1) / 2)
  return `${characters.slice(0, front).join('')}…${characters.slice(characters.length - (width - 1 - front)).join('')}`
}

function padded(text: string, width: number, align: Column['align']): string {
  const fill = ' '.repeat(Math.max(0, width - lengthOf(text)))
  return align === 'right' ? fill + text : text + fill
}

function lengthOf(text: string): number {
  return [...text].length
}
