import { WINDOW_KEYS_MAX, WINDOW_RECORDS_OF_KEY_MAX } from './limits.ts'

/**
 * Which records of a key were accepted since the last checkpoint, for `newest`: a later row of the file may have
 * replaced one, and a load that begins again at the checkpoint must count it as written nevertheless. It then accepts
 * the same records once more, one after another, and so comes to the same lists. Known by the hash of the key alone: a
 * record of another key does no harm in a list, for it never asks there.
 */
export interface AcceptedRecords {
  added(hash: number): void
  accepted(hash: number, record: number): void
  refused(hash: number): void
  of(hash: number): readonly number[]
  /** Whether one more row of the key could make its list too long. */
  isCrowded(hash: number): boolean
  readonly wantsCheckpoint: boolean
  checkpointed(): void
}

export function createAcceptedRecords(): AcceptedRecords {
  // Most keys have one record, which needs no list.
  const accepted = new Map<number, number | readonly number[]>()
  const unanswered = new Map<number, number>()
  let keyIsFull = false

  return {
    added: (hash) => {
      unanswered.set(hash, (unanswered.get(hash) ?? 0) + 1)
    },
    accepted: (hash, record) => {
      answered(hash)
      keep(hash, record)
    },
    refused: answered,
    of,
    isCrowded: (hash) => {
      const records = of(hash).length
      if (records >= WINDOW_RECORDS_OF_KEY_MAX) return false
      return records + (unanswered.get(hash) ?? 0) >= WINDOW_RECORDS_OF_KEY_MAX
    },
    get wantsCheckpoint() {
      return keyIsFull || accepted.size >= WINDOW_KEYS_MAX
    },
    checkpointed: () => {
      if (unanswered.size > 0)
        throw new Error('A checkpoint was taken over rows in flight: drain the writer first')
      accepted.clear()
      keyIsFull = false
    },
  }

  function of(hash: number): readonly number[] {
    const records = accepted.get(hash)
    if (records === undefined) return []
    return typeof records === 'number' ? [records] : records
  }

  function keep(hash: number, record: number): void {
    const records = of(hash)
    accepted.set(hash, records.length === 0 ? record : [...records, record])
    if (records.length + 1 >= WINDOW_RECORDS_OF_KEY_MAX) keyIsFull = true
  }

  function answered(hash: number): void {
    const left = (unanswered.get(hash) ?? 0) - 1
    if (left < 0) throw new Error('A row was answered that was never added')
    if (left === 0) unanswered.delete(hash)
    else unanswered.set(hash, left)
  }
}
