import type { StevedoreError } from '../platform/error.ts'
import type { Reject } from '../row/row.ts'
import type { RejectsPlace } from './rejects-key.ts'

/** Objects of the results bucket. Each write is whole or not at all, and done again gives the same. */
export interface Rejects {
  putPart(key: string, bytes: Uint8Array): Promise<void>
  /** Puts the parts, in this order, and the tail into one object. */
  join(parts: readonly string[], tail: Uint8Array, key: string): Promise<void>
  removeParts(parts: readonly string[]): Promise<void>
}

/** How many bytes of rejects are kept in memory before they become a part. */
const BUFFER_BYTES_MAX = 1024 * 1024

export interface RejectCollector {
  /** Undefined where there is room without waiting. */
  add(reject: Reject): Promise<void> | undefined
  /** Makes the reject file of all that was added, and of the fault for which the file as a whole was refused. Answers its key. */
  finish(fault?: StevedoreError): Promise<string | undefined>
  /** Removes the parts. To be called when the ledger names the file, or the attempt came to nothing. */
  clean(): Promise<void>
}

export function createRejectCollector(deps: {
  readonly rejects: Rejects
  readonly place: RejectsPlace
  readonly attempt: number
}): RejectCollector {
  const { rejects, place, attempt } = deps
  const parts: string[] = []
  let lines: string[] = []
  let bytes = 0
  let firstRecord = 0

  return {
    add: (reject) => {
      if (lines.length === 0) firstRecord = reject.record
      push(line(reject))
      return bytes < BUFFER_BYTES_MAX ? undefined : flush()
    },
    finish: async (fault) => {
      if (fault) push(faultLine(fault))
      if (parts.length + lines.length === 0) return undefined
      await rejects.join(parts, Buffer.from(lines.join('')), place.fileKey)
      return place.fileKey
    },
    clean: async () => {
      if (parts.length > 0) await rejects.removeParts(parts)
    },
  }

  function push(text: string): void {
    lines.push(text)
    bytes += Buffer.byteLength(text)
  }

  async function flush(): Promise<void> {
    const key = place.partKey(attempt, firstRecord)
    await rejects.putPart(key, Buffer.from(lines.join('')))
    parts.push(key)
    lines = []
    bytes = 0
  }
}

/** The order of the fields is part of the file: joined again, it has the same bytes. */
function line({ line, byteOffset, column, rule, value, record }: Reject): string {
  return `${JSON.stringify({ line, byteOffset, column, rule, value, record })}\n`
}

function faultLine({ code, message }: StevedoreError): string {
  return `${JSON.stringify({ line: null, byteOffset: null, column: null, rule: code, value: message, record: null })}\n`
}
