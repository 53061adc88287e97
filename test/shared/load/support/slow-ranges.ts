import type { ObjectRanges } from '../../../../shared/load/fetch-range.ts'
import type { Clock } from '../../../../shared/platform/clock.ts'

const PIECE_BYTES = 48
const PIECE_EVERY_MS = 60

/** The same objects, whose bytes come little by little. */
export function slowRanges(ranges: ObjectRanges, clock: Clock): ObjectRanges {
  return {
    read: async (...request) => {
      const answer = await ranges.read(...request)
      return answer.kind === 'gone' ? answer : { ...answer, bytes: inPieces(answer.bytes, clock) }
    },
  }
}

async function* inPieces(chunks: AsyncIterable<Uint8Array>, clock: Clock): AsyncGenerator<Uint8Array> {
  for await (const bytes of chunks)
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      await clock.sleep(PIECE_EVERY_MS)
      yield bytes.subarray(at, at + PIECE_BYTES)
    }
}
