import { DOUBT } from './cell-kind.ts'
import { writeDigits } from './copy-text.ts'
import { copyFixed } from './fixed-text.ts'
import type { ItemBuffer } from './item-buffer.ts'
import type { KeyPlan } from './key-plan.ts'

const QUOTE = 0x22
const CLOSING_BRACE = 0x7d

/** Where the text of a part of the key stands: its start and its end. */
export type KeyRange = Int32Array

/**
 * Finds one part of the key in the item; where it has an attribute of its own, writes that first, comma in front.
 * Answers where the item ends, or DOUBT.
 */
export function encodeKey(
  item: ItemBuffer,
  plan: KeyPlan,
  record: number,
  at: number,
  range: KeyRange,
): number {
  const isOwn = plan.column < 0
  const start = isOwn ? copyFixed(plan.prefix, item.outWords, at) : (item.starts[plan.column] as number)
  const end = isOwn ? encodeText(item, plan, record, start) : (item.ends[plan.column] as number)
  // JSON is never shorter than the text, so only what is too long in JSON may be too long.
  if (end === DOUBT || end - start > plan.bytesMax) return DOUBT
  range[0] = start
  range[1] = end
  if (!isOwn) return at
  item.out[end] = QUOTE
  item.out[end + 1] = CLOSING_BRACE
  return end + 2
}

function encodeText(
  { out, outWords, starts, ends }: ItemBuffer,
  plan: KeyPlan,
  record: number,
  at: number,
): number {
  let to = at
  for (let index = 0; index < plan.pieces.length; index += 1) {
    const piece = plan.pieces[index] as KeyPlan['pieces'][number]
    if (piece.isRecord) to = writeDigits(record, out, to)
    else if (piece.column < 0) to = copyFixed(piece.text, outWords, to)
    else {
      const start = starts[piece.column] as number
      const end = ends[piece.column] as number
      if (to - at + end - start > plan.bytesMax) return DOUBT
      for (let from = start; from < end; from += 1) out[to + from - start] = out[from] as number
      to += end - start
    }
  }
  return to
}
