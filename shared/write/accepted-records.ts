import { WINDOW_KEYS_MAX, WINDOW_RECORDS_OF_KEY_MAX } from './limits.ts'

/**
 * Which records of a key were accepted since the last checkpoint, for `newest`: a later row of the file may have
 * replaced one, and a load that begins again at the checkpoint must count it as written nevertheless. Known by the hash
 * of the key alone: a record of another key does no harm in a list, for it never asks there.
 */
export interface AcceptedRecords {
  added(hash: number, record: number): void
  accepted(hash: number, record: number): void
  refused(hash: number): void
  /** What an earlier attempt left in the table. */
  learn(hash: number, records: readonly number[]): void
  of(hash: number): readonly number[]
  /** Whether one more row of the key could make its list too long. */
  isCrowded(hash: number): boolean
  readonly wantsCheckpoint: boolean
  checkpointed(): void
}

interface Entry {
  records: number[]
  unanswered: number
}

export function createAcceptedRecords(): AcceptedRecords {
  const entries = new Map<number, Entry>()
  // What lies before the window is never read again, and needs no place in a mark.
  let windowFrom: number | undefined
  let lastAdded = 0
  let keyIsFull = false

  return {
    added: (hash, record) => {
      windowFrom ??= record
      lastAdded = record
      const entry = entries.get(hash)
      if (entry) entry.unanswered++
      else entries.set(hash, { records: [], unanswered: 1 })
    },
    accepted: (hash, record) => {
      const entry = entryOf(hash)
      entry.unanswered--
      keep(entry, record)
    },
    refused: (hash) => {
      const entry = entryOf(hash)
      entry.unanswered--
      if (entry.unanswered === 0 && entry.records.length === 0) entries.delete(hash)
    },
    learn: (hash, records) => {
      for (const record of records) if (record >= (windowFrom ?? 0)) keep(entryOf(hash), record)
    },
    of: (hash) => entries.get(hash)?.records ?? [],
    isCrowded: (hash) => {
      const entry = entries.get(hash)
      if (!entry || entry.records.length >= WINDOW_RECORDS_OF_KEY_MAX) return false
      return entry.records.length + entry.unanswered >= WINDOW_RECORDS_OF_KEY_MAX
    },
    get wantsCheckpoint() {
      return keyIsFull || entries.size >= WINDOW_KEYS_MAX
    },
    checkpointed: () => {
      for (const { unanswered } of entries.values())
        if (unanswered > 0)
          throw new Error('A checkpoint was taken over rows in flight: drain the writer first')
      entries.clear()
      keyIsFull = false
      windowFrom = lastAdded + 1
    },
  }

  function keep(entry: Entry, record: number): void {
    if (!entry.records.includes(record)) entry.records.push(record)
    if (entry.records.length >= WINDOW_RECORDS_OF_KEY_MAX) keyIsFull = true
  }

  function entryOf(hash: number): Entry {
    const entry = entries.get(hash)
    if (!entry) throw new Error('A row was answered that was never added')
    return entry
  }
}
