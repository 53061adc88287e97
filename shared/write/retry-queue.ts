import { RETRY_TICK_MS, ROW_OVERHEAD_BYTES } from './limits.ts'

/** A row that must be sent again, as it stood in its request. */
export interface RetryRow {
  readonly fragment: Buffer
  readonly hash: number
  readonly record: number
  /** Tries in a row after which nothing of its request was written. */
  readonly barren: number
}

/** Rows that wait for their next try, those that are due first before the others. */
export interface RetryQueue {
  /** Not before this moment, and at the next tick. */
  add(rows: readonly RetryRow[], after: number): void
  /** Up to so many rows that are due, and of so many bytes; a row that is larger comes alone. */
  take(now: number, rowsMax: number, bytesMax: number): RetryRow[]
  /** When the next row is due. */
  readonly dueAt: number | undefined
}

interface Group {
  readonly rows: RetryRow[]
  readonly dueAt: number
}

export function createRetryQueue(): RetryQueue {
  // In the order in which they are due.
  const groups: Group[] = []

  return {
    add: (rows, after) => {
      if (rows.length === 0) return
      const dueAt = Math.ceil(after / RETRY_TICK_MS) * RETRY_TICK_MS
      const place = groups.findIndex((group) => group.dueAt >= dueAt)
      const group = groups[place]
      if (group?.dueAt === dueAt) group.rows.push(...rows)
      else groups.splice(place === -1 ? groups.length : place, 0, { rows: [...rows], dueAt })
    },
    take: (now, rowsMax, bytesMax) => {
      const taken: RetryRow[] = []
      let bytes = 0
      for (let group = groups[0]; group && group.dueAt <= now; group = groups[0]) {
        for (let row = group.rows[0]; row; row = group.rows[0]) {
          bytes += row.fragment.length + 1
          if (taken.length === rowsMax || (taken.length > 0 && bytes > bytesMax)) return taken
          taken.push(row)
          group.rows.shift()
        }
        groups.shift()
      }
      return taken
    },
    get dueAt() {
      return groups[0]?.dueAt
    },
  }
}

/** Bytes that a row costs while it is kept. */
export function retryBytes({ fragment }: RetryRow): number {
  return fragment.length + ROW_OVERHEAD_BYTES
}
