import type { LoadItem } from '../load/ledger.ts'
import type { TerminalStatus } from '../load/outcome.ts'
import type { AuditLedger } from './audit-ledger.ts'
import { createDurations, type DurationsTold } from './durations.ts'

export const ENDS = [
  'loaded',
  'rejected',
  'failed',
  'superseded',
  'gone',
  'ignored',
] as const satisfies readonly TerminalStatus[]

/** Loads that need a person, named in a report. The others are counted. */
const PROBLEMS_NAMED_MAX = 200
/** Parts into which a report divides its period. */
const TIMELINE_PARTS = 24

export interface DatasetTold {
  readonly name: string
  readonly files: Readonly<Record<TerminalStatus, number>>
  readonly rows: {
    readonly read: number
    readonly written: number
    readonly rejected: number
    readonly duplicate: number
  }
  /** Of the objects that came to an end, packed as they were. */
  readonly bytes: number
  /** Milliseconds from the upload to `loaded`. */
  readonly uploadToLoaded?: DurationsTold
}

export interface ProblemTold {
  readonly object: string
  readonly version: string
  readonly status: 'failed' | 'rejected'
  readonly since: string
  readonly dataset?: string
  readonly code?: string
  readonly message?: string
}

export interface LoadsTold {
  readonly datasets: readonly DatasetTold[]
  /** Files that ended in each part of the period. */
  readonly timeline: readonly number[]
  readonly problems: {
    /** In the period. */
    readonly rejected: number
    readonly failed: number
    /** Failed before it, and still so. */
    readonly failedBefore: number
    /** The newest ones. */
    readonly named: readonly ProblemTold[]
  }
}

/** Loads whose key no dataset takes. */
const NO_DATASET = '(no dataset)'
const EARLIEST = '0'

/** What came to an end in a period: by dataset, over time, and what of it needs a person. */
export async function summarizeLoads(
  ledger: Pick<AuditLedger, 'withStatus'>,
  period: { readonly from: string; readonly to: string },
): Promise<LoadsTold> {
  const tallies = new Map<string, ReturnType<typeof createTally>>()
  const timeline = Array.from({ length: TIMELINE_PARTS }, () => 0)
  const problems = { rejected: 0, failed: 0, failedBefore: 0 }
  const named: ProblemTold[] = []
  const start = Date.parse(period.from)
  const partMs = Math.max(1, Date.parse(period.to) - start) / TIMELINE_PARTS

  for (const status of ENDS) {
    // What failed stays a person's until it is loaded again, however long ago that was.
    const asked = status === 'failed' ? { ...period, from: EARLIEST } : period
    for await (const page of ledger.withStatus(status, asked)) {
      for (const item of page) {
        const isNew = item.statusAt >= period.from
        if (status === 'failed' && !isNew) problems.failedBefore += 1
        if (status === 'failed' || status === 'rejected') named.push(problemOf(item, status))
        if (!isNew) continue
        if (status === 'failed' || status === 'rejected') problems[status] += 1
        const name = item.dataset ?? NO_DATASET
        const tally = tallies.get(name) ?? createTally(name)
        tallies.set(name, tally)
        tally.add(item, status)
        const part = Math.min(TIMELINE_PARTS - 1, Math.floor((Date.parse(item.statusAt) - start) / partMs))
        timeline[part] = (timeline[part] ?? 0) + 1
      }
      keepNewest(named)
    }
  }
  const datasets = [...tallies.values()].map((tally) => tally.told())
  return {
    datasets: datasets.sort((one, other) => (one.name < other.name ? -1 : 1)),
    timeline,
    problems: { ...problems, named },
  }
}

function keepNewest(named: ProblemTold[]): void {
  named.sort((one, other) => (one.since > other.since ? -1 : 1))
  named.length = Math.min(named.length, PROBLEMS_NAMED_MAX)
}

function createTally(name: string) {
  const files = { loaded: 0, rejected: 0, failed: 0, superseded: 0, gone: 0, ignored: 0 }
  const rows = { read: 0, written: 0, rejected: 0, duplicate: 0 }
  const durations = createDurations()
  let bytes = 0
  return {
    add(item: LoadItem, status: TerminalStatus): void {
      files[status] += 1
      rows.read += item.rowsRead ?? 0
      rows.written += item.rowsWritten ?? 0
      rows.rejected += item.rowsRejected ?? 0
      rows.duplicate += item.rowsDuplicate ?? 0
      bytes += item.bytes ?? 0
      const took = Date.parse(item.settledAt ?? item.statusAt) - Date.parse(item.uploadedAt ?? '')
      if (status === 'loaded' && !Number.isNaN(took)) durations.add(took)
    },
    told(): DatasetTold {
      const uploadToLoaded = durations.told()
      return { name, files, rows, bytes, ...(uploadToLoaded ? { uploadToLoaded } : {}) }
    },
  }
}

function problemOf(
  { object, version, statusAt, dataset, error }: LoadItem,
  status: 'failed' | 'rejected',
): ProblemTold {
  return {
    ...{ object, version, status, since: statusAt },
    ...(dataset === undefined ? {} : { dataset }),
    ...(error ? { code: error.code, message: error.message } : {}),
  }
}
