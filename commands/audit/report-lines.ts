import type { AuditReport } from '../../shared/audit/audit-report.ts'
import { bytes, duration } from '../../shared/audit/html.ts'
import { REASONS, type Reason } from '../../shared/audit/next-repair.ts'
import { verdictOf } from '../../shared/audit/verdict.ts'
import { counted, printable, shownCount } from '../terminal/printable.ts'
import { type Column, tableLines } from '../terminal/table-lines.ts'

const WIDTH = 120
/** Repairs and problems shown by name; the page has more. */
const NAMED_MAX = 20

const DATASETS: readonly Column[] = [
  { title: 'dataset', widthMax: 24 },
  { title: 'loaded', align: 'right' },
  { title: 'rejected', align: 'right' },
  { title: 'failed', align: 'right' },
  { title: 'rows', align: 'right' },
  { title: 'refused', align: 'right' },
  { title: 'size', align: 'right' },
  { title: 'upload to loaded: half, 95 %, all' },
]

/** A report for a terminal. */
export function reportLines(report: AuditReport): string[] {
  const { datasets, repairs, problems, hour, bucket } = report
  const rows = datasets.map(
    ({ name, files, rows: { written, rejected }, bytes: size, uploadToLoaded: took }) => [
      ...[name, shownCount(files.loaded), shownCount(files.rejected), shownCount(files.failed)],
      ...[shownCount(written), shownCount(rejected), bytes(size)],
      took ? [took.p50, took.p95, took.max].map(duration).join(', ') : '',
    ],
  )
  return [
    ...verdictOf(report).lines,
    `${counted(bucket.listed, 'object version')} listed, ${shownCount(bucket.unknown)} without an entry in the ledger`,
    ...(hour.settled + hour.later + hour.broken > 0
      ? [
          `Loaded for the hour: ${counted(hour.settled, 'file')}, ${shownCount(hour.later + hour.broken)} left for the next one`,
        ]
      : []),
    ...(rows.length > 0 ? ['', ...tableLines(DATASETS, rows, WIDTH)] : []),
    ...section('Repaired:', [
      ...Object.entries(repairs.byReason).map(
        ([reason, times]) => `${shownCount(times)} × ${REASONS[reason as Reason]}`,
      ),
      ...named(
        repairs.named.map(({ act, object, version }) => `${act}: ${object}, version ${version}`),
        repairs.total,
      ),
    ]),
    ...section(
      'For a person:',
      named(
        problems.named.map(
          ({ status, object, code = '', message = '' }) => `${status}: ${object}\n    ${code}: ${message}`,
        ),
        problems.failed + problems.failedBefore + problems.rejected,
      ),
    ),
  ]
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => printable(`  ${line}`))]
}

function named(lines: readonly string[], total: number): string[] {
  const shown = lines.slice(0, NAMED_MAX)
  return total > shown.length ? [...shown, `and ${shownCount(total - shown.length)} more`] : shown
}
