import { SPARE_SLOTS_MAX } from './limits.ts'
import type { RequestSlot } from './request-slot.ts'

/** Slots of the usual size that no writer uses now: the next load need not ask for memory, which the system would clear. */
export interface SpareSlots {
  take(): RequestSlot | undefined
  /** Nothing may write to it any more. It is let go where enough are kept. */
  keep(slot: RequestSlot): void
}

/** For all loads of a process. */
export function createSpareSlots(): SpareSlots {
  const spare: RequestSlot[] = []
  return {
    take: () => spare.pop(),
    keep: (slot) => {
      if (spare.length < SPARE_SLOTS_MAX) spare.push(slot)
    },
  }
}
