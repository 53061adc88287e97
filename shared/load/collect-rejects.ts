import { StevedoreError } from '../platform/error.ts'
import { faultPoint } from '../platform/fault-point.ts'
import type { Reject } from '../row/row.ts'
import type { LoadLimits } from './limits.ts'
import type { RejectsPlace } from './rejects-key.ts'

/** Objects of the results bucket. Each write is whole or not at all, and done again gives the same. */
export interface Rejects {
  putPart(key: string, bytes: Uint8Array): Promise<void>
  /** Puts the parts, in this order, and the tail into one object. */
  join(parts: readonly string[], tail: Uint8Array, key: string): Promise<void>
  removeParts(parts: readonly string[]): Promise<void>
}

/** With more parts the next ones are larger, for the ledger names them all. */
const SMALL_PARTS_MAX = 1_000
/** A name has up to 20 bytes, so they take a quarter of the 400 KB that DynamoDB allows the ledger's item. */
const PARTS_MAX = 5_000

export interface RejectCollector {
  add(reject: Reject): void
  /** Whether a checkpoint is due, so that what is in memory can become a part. */
  readonly isFull: boolean
  /** Names of the parts, those of earlier attempts first. */
  readonly parts: readonly string[]
  /** Makes a part of what was added since the last one. Throws `rejects.too-many`. */
  store(): Promise<void>
  /** Makes the reject file of all that was added, and of the fault for which the file as a whole was refused. Answers its key. */
  finish(fault?: StevedoreError): Promise<string | undefined>
  /** Removes the parts. To be called when the ledger is terminal: until then an attempt may join them. */
  clean(): Promise<void>
}

export function createRejectCollector(deps: {
  readonly rejects: Rejects
  readonly place: RejectsPlace
  readonly attempt: number
  /** The object's name. */
  readonly subject: string
  /** Of the checkpoint from which the attempt goes on. */
  readonly parts: readonly string[]
  readonly limits: Pick<LoadLimits, 'partBytes' | 'largePartBytes'>
}): RejectCollector {
  const { rejects, place, attempt, subject, limits } = deps
  const parts = [...deps.parts]
  let lines: string[] = []
  let bytes = 0
  let firstRecord = 0

  return {
    add: (reject) => {
      if (lines.length === 0) firstRecord = reject.record
      const text = line(reject)
      lines.push(text)
      bytes += Buffer.byteLength(text)
    },
    get isFull() {
      return bytes >= (parts.length < SMALL_PARTS_MAX ? limits.partBytes : limits.largePartBytes)
    },
    parts,
    store: async () => {
      if (lines.length === 0) return
      if (parts.length === PARTS_MAX) throw tooMany(subject, firstRecord)
      const name = `${attempt}-${firstRecord}`
      await rejects.putPart(place.partKey(name), Buffer.from(lines.join('')))
      faultPoint('reject-part-stored', subject)
      parts.push(name)
      lines = []
      bytes = 0
    },
    finish: async (fault) => {
      const tail = fault ? [...lines, faultLine(fault)] : lines
      if (parts.length + tail.length === 0) return undefined
      await rejects.join(parts.map(place.partKey), Buffer.from(tail.join('')), place.fileKey)
      faultPoint('rejects-joined', subject)
      return place.fileKey
    },
    clean: async () => {
      if (parts.length === 0) return
      await rejects.removeParts(parts.map(place.partKey))
      faultPoint('parts-removed', subject)
    },
  }
}

function tooMany(subject: string, record: number): StevedoreError {
  return new StevedoreError(
    'rejects.too-many',
    `${subject} is refused at record ${record}: its rejects fill ${PARTS_MAX} parts, and a reject file is made of no more. Correct the file, or lower rejectLimit so that such a file stops early`,
  )
}

/** The order of the fields is part of the file: joined again, it has the same bytes. */
function line({ line, byteOffset, column, rule, value, record }: Reject): string {
  return `${JSON.stringify({ line, byteOffset, column, rule, value, record })}\n`
}

function faultLine({ code, message }: StevedoreError): string {
  return `${JSON.stringify({ line: null, byteOffset: null, column: null, rule: code, value: message, record: null })}\n`
}
