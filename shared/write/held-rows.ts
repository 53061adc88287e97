import type { EncodedRow } from '../row/encoded-row.ts'
import { hasSameKey, keepRow } from './kept-row.ts'
import { ROW_OVERHEAD_BYTES } from './limits.ts'

/** Rows that wait until the row before them, of their key or of one with its hash, is in the table. */
export interface HeldRows {
  /** Behind the rows of its key. */
  add(row: EncodedRow): void
  /** In place of the row of its key. Answers whether there was one. */
  replace(row: EncodedRow): boolean
  /** The next one with this hash. */
  first(hash: number): EncodedRow | undefined
  takeFirst(hash: number): void
  has(hash: number): boolean
  clear(): void
  readonly size: number
  readonly bytes: number
}

export function createHeldRows(): HeldRows {
  const rows = new Map<number, EncodedRow[]>()
  let bytes = 0

  return {
    add,
    replace: (row) => {
      const same = rows.get(row.keyHash)
      const place = same?.findIndex((other) => hasSameKey(other, row)) ?? -1
      const old = same?.[place]
      if (!same || !old) {
        add(row)
        return false
      }
      const kept = keepRow(row)
      bytes += cost(kept) - cost(old)
      same[place] = kept
      return true
    },
    first: (hash) => rows.get(hash)?.[0],
    takeFirst: (hash) => {
      const same = rows.get(hash)
      const taken = same?.shift()
      if (taken) bytes -= cost(taken)
      if (same?.length === 0) rows.delete(hash)
    },
    has: (hash) => rows.has(hash),
    clear: () => {
      rows.clear()
      bytes = 0
    },
    get size() {
      return rows.size
    },
    get bytes() {
      return bytes
    },
  }

  function add(row: EncodedRow): void {
    const kept = keepRow(row)
    bytes += cost(kept)
    const same = rows.get(row.keyHash)
    if (same) same.push(kept)
    else rows.set(row.keyHash, [kept])
  }
}

function cost(row: EncodedRow): number {
  return row.bytes.length + ROW_OVERHEAD_BYTES
}
