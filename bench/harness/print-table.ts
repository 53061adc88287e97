import { isMet, type Line, lineValue, ROWS_PER_CORE, type Target } from './line.ts'
import { median } from './statistics.ts'

const COLUMNS = ['measure', 'ours', 'naive', 'ratio', 'wall', 'MB', 'server', 'target', 'met'] as const

export const LEGEND = `ours, naive: rows a second of CPU time, user and system, all threads, where no other unit is named; medians.
wall: rows a second of time that passed. MB: peak memory. server: the null server's share of its core.
Each run was checked: items, bytes and checksum of what arrived; the first of each item by item.
`

export function printTable(lines: readonly Line[]): string {
  const rows = [[...COLUMNS], ...lines.map(cellsOf)]
  const widths = COLUMNS.map((_, place) => Math.max(...rows.map((row) => (row[place] ?? '').length)))
  const text = rows.map((row) =>
    row
      .map((cell, place) => pad(cell, widths[place] ?? 0, place))
      .join('  ')
      .trimEnd(),
  )
  return `${[text[0], widths.map((width) => '─'.repeat(width)).join('  '), ...text.slice(1)].join('\n')}\n`
}

function cellsOf(line: Line): string[] {
  const { title, unit, naive, targets, wall, peakMb, serverShare } = line
  const value = lineValue(line)
  return [
    unit === ROWS_PER_CORE || unit === '' ? title : `${title}, ${unit}`,
    number(value),
    naive.length > 0 ? number(median(naive)) : '',
    naive.length > 0 ? ratioText(value / median(naive)) : '',
    wall === undefined ? '' : number(wall),
    peakMb === undefined ? '' : number(peakMb),
    serverShare === undefined ? '' : `${Math.round(serverShare * 100)} %`,
    targets.map((target) => targetText(line, target)).join(', '),
    metText(targets.map((target) => isMet(line, target))),
  ]
}

function ratioText(ratio: number): string {
  if (!Number.isFinite(ratio)) return ''
  return `${ratio < 0.1 ? ratio.toPrecision(1) : ratio.toFixed(1)} ×`
}

function metText(met: readonly boolean[]): string {
  if (met.length === 0) return ''
  const count = met.filter(Boolean).length
  if (count === met.length) return 'yes'
  return count === 0 ? 'NO' : `${count} of ${met.length}`
}

function targetText(line: Line, target: Target): string {
  switch (target.kind) {
    case 'at-least':
      return `≥ ${number(target.value)}`
    case 'at-most':
      return `≤ ${number(target.value)}`
    case 'times-naive':
      return `≥ ${target.value} × naive`
    case 'share-of':
      return `≥ ${target.value} × ${target.what} (${(lineValue(line) / target.of).toFixed(2)})`
  }
}

function number(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toFixed(1)
}

/** Words to the left, figures to the right. */
function pad(cell: string, width: number, place: number): string {
  return place === 0 || place >= COLUMNS.length - 2 ? cell.padEnd(width) : cell.padStart(width)
}
