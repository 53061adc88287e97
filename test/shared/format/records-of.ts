import type { Dataset } from '../../../shared/dataset/dataset.ts'
import { createRecordCursor } from '../../../shared/format/create-record-cursor.ts'
import { openText } from '../../../shared/format/open-text.ts'
import { readSourceRecord } from '../../../shared/format/read-source-record.ts'
import type { TextPosition } from '../../../shared/format/record-cursor.ts'
import type { SourceRecord } from '../../../shared/format/source-record.ts'

export interface ReadText {
  readonly records: readonly SourceRecord[]
  /** Before the first record, and behind each. */
  readonly positions: readonly TextPosition[]
  /** Why the file as a whole is refused. */
  readonly refusal: string | undefined
}

/** Reads a text that comes in pieces of the given sizes, over and over. */
export function readText(
  dataset: Dataset,
  text: Buffer,
  sizes: readonly number[] = [65_536],
  from?: TextPosition,
): ReadText {
  const cursor = createRecordCursor({ dataset, from })
  const records: SourceRecord[] = []
  const positions = [cursor.position()]
  let at = 0
  let pieces = 0
  try {
    for (;;) {
      const found = cursor.next()
      if (found === 'end') return { records, positions, refusal: undefined }
      if (found === 'record') {
        records.push(readSourceRecord(cursor.view, dataset, cursor.cellMap))
        positions.push(cursor.position())
      } else if (at === text.length) cursor.end()
      else {
        const piece = text.subarray(at, at + (sizes[pieces % sizes.length] as number))
        cursor.push(piece)
        at += piece.length
        pieces += 1
      }
    }
  } catch (error) {
    return { records, positions, refusal: String(error) }
  }
}

/** The text that a file holds, or why it is refused. */
export async function textOf(file: Uint8Array, chunkBytes = 65_536): Promise<Buffer | string> {
  try {
    const { pieces } = await openText(chunksOf(file, chunkBytes))
    const read: Buffer[] = []
    for await (const piece of pieces) read.push(piece)
    return Buffer.concat(read)
  } catch (error) {
    return String(error)
  }
}

export async function* chunksOf(bytes: Uint8Array, chunkBytes: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += chunkBytes)
    yield bytes.subarray(start, start + chunkBytes)
}
