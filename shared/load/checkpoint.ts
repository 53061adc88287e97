import type { TextPosition } from '../format/record-cursor.ts'
import { PARTS_TRUSTED_MS } from './limits.ts'

/** How many records came to what. `rowsRead` is the sum of the other three, or nothing is committed. */
export interface RowCounts {
  readonly rowsRead: number
  readonly rowsWritten: number
  readonly rowsRejected: number
  readonly rowsDuplicate: number
}

/**
 * How far a load is durable: every record before `position` is in the table or in one of the parts. Plain JSON, for the
 * ledger keeps it.
 */
export interface Checkpoint extends RowCounts {
  /** The attempt that wrote it. */
  readonly attempt: number
  /** Tells by which datasets the records before it were read. */
  readonly datasetsHash: string
  /** When the first of the attempts that it goes back to began, ISO 8601: no part is older. */
  readonly beganAt?: string
  readonly etag?: string
  /** Whether the text's offsets are the object's own, so that reading may begin there. */
  readonly seekable: boolean
  readonly position: TextPosition
  /** Names of the parts of the reject file, in its order. */
  readonly parts: readonly string[]
}

/** What is left of a checkpoint that this code cannot read. */
export interface UnreadCheckpoint {
  readonly attempt: number
}

/** Where the next attempt goes on. Undefined: at the first byte, with counts and parts from nothing. */
export function resumePoint(
  checkpoint: Checkpoint | UnreadCheckpoint | undefined,
  datasetsHash: string,
  now: number,
): Checkpoint | undefined {
  if (!checkpoint || !('position' in checkpoint)) return undefined
  const { beganAt, parts } = checkpoint
  if (parts.length > 0 && beganAt !== undefined && now - Date.parse(beganAt) > PARTS_TRUSTED_MS)
    return undefined
  return checkpoint.datasetsHash === datasetsHash ? checkpoint : undefined
}
