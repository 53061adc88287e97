import type { ObjectRanges } from '../../../../shared/load/fetch-range.ts'
import type { Clock } from '../../../../shared/platform/clock.ts'

const PIECE_BYTES = 48
const PIECE_EVERY_MS = 60

/** The same objects, whose bytes come little by little. */
export function slowRanges(ranges: ObjectRanges, clock: Clock): ObjectRanges {
  return {
    read: async (...request) => {
      const answer = await ranges.read(...request)
      if (answer.kind === 'gone') return answer
      const deliver: typeof answer.deliver = async (take) => {
        const chunks: Uint8Array[] = []
        await answer.deliver((chunk) => void chunks.push(Uint8Array.from(chunk)))
        for (const chunk of chunks)
          for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
            await clock.sleep(PIECE_EVERY_MS)
            take(chunk.subarray(at, at + PIECE_BYTES))
          }
      }
      return { ...answer, deliver }
    },
  }
}
