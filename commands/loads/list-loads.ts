import type { LoadItem } from '../../shared/load/ledger.ts'
import { EXIT_CODES, type ExitCode } from '../../shared/worker/exit-codes.ts'
import { connect } from '../stack/connect.ts'
import { addressOf } from '../stack/object-address.ts'
import { outputOf } from '../stack/output-of.ts'
import { shownDuration } from '../terminal/durations.ts'
import { shownCount } from '../terminal/printable.ts'
import type { CommandContext } from '../terminal/run-command.ts'
import { type Column, tableLines } from '../terminal/table-lines.ts'
import { findLoads } from './find-loads.ts'
import type { ListArguments } from './parse-arguments.ts'

/** A narrower terminal has no room for every column. */
const WIDTH_FOR_ALL = 100
const NONE = 'No load is found: the ledger has none, or none that is so'
/** Before and after every time that an item can bear. */
const EVER = { from: '0', to: '9' }

const COLUMNS: readonly Column[] = [
  { title: 'age', align: 'right' },
  { title: 'status' },
  { title: 'dataset', widthMax: 20 },
  { title: 'rows', align: 'right' },
  { title: 'rejected', align: 'right' },
  { title: 'attempt', align: 'right' },
  { title: 'object' },
]

/** Tells which loads the ledger has, newest first. */
export async function listLoads(
  options: ListArguments,
  { env, screen, clock }: CommandContext,
): Promise<ExitCode> {
  const connection = await connect(options.stage, env)
  try {
    const now = clock.now()
    const landingBucket = outputOf(connection, 'LandingBucketName')
    const found = await findLoads(
      { client: connection.dynamodb, table: outputOf(connection, 'LedgerTableName') },
      {
        statuses: options.statuses,
        dataset: options.dataset,
        from: timeBefore(now, options.sinceMs) ?? EVER.from,
        to: timeBefore(now, options.olderThanMs) ?? EVER.to,
        // One more tells whether there are more.
        limit: options.limit + 1,
      },
    )
    const shown = found.slice(0, options.limit)
    const width = screen.columns
    const lines = options.json ? shown.map(jsonLine) : loadLines(shown, { now, landingBucket, width })
    if (shown.length === 0 && !options.json) lines.push(NONE)
    for (const line of lines) screen.print(line)
    if (found.length > options.limit && !options.json)
      screen.print(`There are more than ${options.limit}: say a larger --limit, or fewer by --status`)
    return EXIT_CODES.done
  } finally {
    connection.close()
  }
}

function jsonLine(item: LoadItem): string {
  return JSON.stringify(item)
}

/** The table of them, none without any. A key of the landing bucket stands without the bucket. */
export function loadLines(
  items: readonly LoadItem[],
  {
    now,
    landingBucket,
    width,
  }: { readonly now: number; readonly landingBucket: string; readonly width?: number | undefined },
): string[] {
  if (items.length === 0) return []
  const prefix = addressOf('', landingBucket).name
  const rows = items.map((item) => [
    shownDuration(now - Date.parse(item.statusAt)),
    item.status,
    item.dataset ?? '',
    shown(item.rowsRead ?? progressOf(item)?.rowsRead),
    shown(item.rowsRejected ?? progressOf(item)?.rowsRejected),
    String(item.attempt),
    item.object.startsWith(prefix) ? item.object.slice(prefix.length) : item.object,
  ])
  const isShown = ({ title }: Column) => title !== 'attempt' || (width ?? WIDTH_FOR_ALL) >= WIDTH_FOR_ALL
  return tableLines(
    COLUMNS.filter(isShown),
    rows.map((row) => row.filter((_, place) => COLUMNS[place] && isShown(COLUMNS[place]))),
    width,
  )
}

function progressOf({ checkpoint }: LoadItem) {
  return checkpoint && 'position' in checkpoint ? checkpoint : undefined
}

function shown(count: number | undefined): string {
  return count === undefined ? '' : shownCount(count)
}

function timeBefore(now: number, milliseconds: number | undefined): string | undefined {
  return milliseconds === undefined ? undefined : new Date(now - milliseconds).toISOString()
}
