import type { Dataset } from '../dataset/dataset.ts'
import { LOAD_MARK_BYTES_MAX } from './encoded-row.ts'

/** DynamoDB, "Constraints": 400 KB an item, names included. */
export const ITEM_BYTES_MAX = 400 * 1024

/** Conditional writes store a mark of their own in the item, whose room is kept free. */
export function itemBytesMax({ write }: Dataset): number {
  return write.kind === 'put' ? ITEM_BYTES_MAX : ITEM_BYTES_MAX - LOAD_MARK_BYTES_MAX
}
