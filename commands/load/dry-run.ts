import { createReadStream } from 'node:fs'
import type { Dataset } from '../../shared/dataset/dataset.ts'
import { openText } from '../../shared/format/open-text.ts'
import { isOverLimit } from '../../shared/load/reject-limit.ts'
import { ERRORS, StevedoreError } from '../../shared/platform/error.ts'
import { createRowReader } from '../../shared/row/create-row-reader.ts'
import { countRejects, type RejectGroup } from '../stack/count-rejects.ts'

/** What would become of a file. */
export interface DryRun {
  readonly bytes: number
  readonly rowsRead: number
  readonly rowsRejected: number
  readonly elapsedMs: number
  readonly groups: readonly RejectGroup[]
  /** Why the file as a whole would be refused; it was read up to there. */
  readonly fault: StevedoreError | undefined
  readonly isOverLimit: boolean
}

/** One read of the disk. */
const CHUNK_BYTES = 1024 * 1024

/** Reads and checks a file as a load would, and writes nothing. `onProgress` gets bytes of the file as it lies there. */
export async function dryRun(request: {
  readonly file: string
  readonly dataset: Dataset
  /** `s3://bucket/key`, for datasets that keep it in their rows. */
  readonly object: string
  /** ISO 8601. */
  readonly uploadedAt: string
  readonly signal: AbortSignal
  /** Milliseconds, from wherever. */
  readonly now: () => number
  onProgress(bytes: number, rows: number): void
}): Promise<DryRun> {
  const { file, dataset, object, uploadedAt, signal, now, onProgress } = request
  const began = now()
  const rejects = countRejects()
  const read = { bytes: 0, rowsRead: 0, rowsRejected: 0 }
  const reader = createRowReader({ dataset, object, uploadedAt })

  const fault = await readAll().catch((error: unknown) => {
    // A reader that is interrupted sees a file that is cut off.
    signal.throwIfAborted()
    if (error instanceof StevedoreError && ERRORS[error.code] === 'data') return error
    throw error
  })
  return {
    ...read,
    elapsedMs: now() - began,
    groups: rejects.groups(),
    fault,
    isOverLimit: isOverLimit(dataset.rejectLimit, read, true),
  }

  async function readAll(): Promise<undefined> {
    const chunks = createReadStream(file, { highWaterMark: CHUNK_BYTES, signal })
    const { pieces } = await openText(counting(chunks))
    for await (const piece of pieces) {
      reader.push(piece)
      takeRows()
      onProgress(read.bytes, read.rowsRead)
    }
    reader.end()
    takeRows()
  }

  async function* counting(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      read.bytes += chunk.length
      yield chunk
    }
  }

  function takeRows(): void {
    for (;;) {
      const step = reader.next()
      if (step === 'more' || step === 'end') return
      read.rowsRead += 1
      if (step === 'row') continue
      read.rowsRejected += 1
      rejects.add(reader.reject)
    }
  }
}
