import type { Outcome } from './simulate.ts'

const COLUMNS = ['files', 'service', 'drained', 'p50', 'p95', 'max', 'tasks', 'task-hours', '$']
/** Words to the left, figures to the right. */
const WORDS = 2

export function outcomeTable(outcomes: readonly Outcome[]): string {
  const rows = [COLUMNS, ...outcomes.map(cellsOf)]
  const widths = COLUMNS.map((_, place) => Math.max(...rows.map((row) => row[place]?.length ?? 0)))
  const lines = rows.map((row) =>
    row
      .map((cell, place) =>
        place < WORDS ? cell.padEnd(widths[place] ?? 0) : cell.padStart(widths[place] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  )
  return `${[lines[0], widths.map((width) => '─'.repeat(width)).join('  '), ...lines.slice(1)].join('\n')}\n`
}

function cellsOf(outcome: Outcome): string[] {
  const { workload, fleet, drainedSeconds, p50Seconds, p95Seconds, maxSeconds } = outcome
  return [
    workload,
    fleet,
    drainedSeconds === undefined ? '' : duration(drainedSeconds),
    ...[p50Seconds, p95Seconds, maxSeconds].map(duration),
    String(outcome.tasksMax),
    outcome.taskHours.toFixed(1),
    outcome.usd.toFixed(3),
  ]
}

function duration(seconds: number): string {
  return seconds < 60
    ? `${seconds} s`
    : `${Math.floor(seconds / 60)} m ${String(seconds % 60).padStart(2, '0')}`
}
