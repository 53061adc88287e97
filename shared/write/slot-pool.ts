import { SLOT_BYTES } from './limits.ts'
import type { RequestFormat } from './request-format.ts'
import { bytesBesideRow, isLarge, makeSlot, type RequestSlot, reuseSlot } from './request-slot.ts'
import type { SpareSlots } from './spare-slots.ts'

/** A writer's slots, which are used again and again; what is larger is made for its row and thrown away. */
export interface SlotPool {
  /** Fragments of so many bytes, commas included, fit into every slot. */
  readonly fragmentBytes: number
  /** `copies` is how often a slot counts that had to be made larger. */
  take(fragmentBytes: number, copies: number): RequestSlot
  giveBack(slot: RequestSlot): void
  /** The slot must not be written to again. */
  abandon(slot: RequestSlot): void
  /** Of the larger ones in use. */
  readonly largeBytes: number
}

export function createSlotPool(format: RequestFormat, spare: SpareSlots): SlotPool {
  const fragmentBytesMax = SLOT_BYTES - bytesBesideRow(format)
  let largeBytes = 0

  return {
    fragmentBytes: fragmentBytesMax,
    take: (fragmentBytes, copies) => {
      const used = fragmentBytes <= fragmentBytesMax ? spare.take() : undefined
      const slot = used ? reuseSlot(used, format) : makeSlot(format, fragmentBytes, copies)
      largeBytes += slot.charge
      return slot
    },
    giveBack: (slot) => {
      largeBytes -= slot.charge
      if (!isLarge(slot)) spare.keep(slot)
    },
    abandon: (slot) => {
      largeBytes -= slot.charge
    },
    get largeBytes() {
      return largeBytes
    },
  }
}
