import { BYTES_AT_ONCE, OBJECT_BYTES_MAX, OBJECTS_AT_ONCE } from './limits.ts'

export interface PlaceLimits {
  readonly objectsAtOnce?: number
  readonly bytesAtOnce?: number
}

export interface Wish<Item> {
  readonly item: Item
  /** Of its object; undefined where nobody said. */
  readonly bytes: number | undefined
  /** Only when nothing else is at work, and nothing else beside it. */
  readonly alone: boolean
}

/**
 * Who may be worked now, by objects and by bytes at once. One object may always, whatever its size. Those that wait are
 * let in as they fit, the ones to be worked alone last; nothing is received meanwhile, so that each gets its turn.
 */
export function createPlaces<Item>({
  objectsAtOnce = OBJECTS_AT_ONCE,
  bytesAtOnce = BYTES_AT_ONCE,
}: PlaceLimits) {
  const waiting: Wish<Item>[] = []
  const atWork = new Set<Wish<Item>>()

  return {
    add(wish: Wish<Item>): void {
      waiting.push(wish)
    },
    /** Takes a place for one that waits, where there is one. */
    next(): Wish<Item> | undefined {
      const place = waiting.findIndex(fits)
      const [wish] = place < 0 ? [] : waiting.splice(place, 1)
      if (wish) atWork.add(wish)
      return wish
    },
    leave(wish: Wish<Item>): void {
      atWork.delete(wish)
    },
    /** How many more messages may be received. */
    free(): number {
      if (waiting.length > 0) return 0
      if (atWork.size === 0) return objectsAtOnce
      return isAloneAtWork() || bytesAtWork() >= bytesAtOnce ? 0 : objectsAtOnce - atWork.size
    },
    isIdle: () => atWork.size === 0 && waiting.length === 0,
    /** Takes all that wait. */
    takeWaiting: (): Item[] => waiting.splice(0).map(({ item }) => item),
  }

  function fits(wish: Wish<Item>): boolean {
    if (wish.alone) return atWork.size === 0 && waiting.every(({ alone }) => alone)
    if (atWork.size === 0) return true
    return atWork.size < objectsAtOnce && !isAloneAtWork() && bytesAtWork() + held(wish) <= bytesAtOnce
  }

  function isAloneAtWork(): boolean {
    return [...atWork].some(({ alone }) => alone)
  }

  function bytesAtWork(): number {
    return [...atWork].reduce((total, wish) => total + held(wish), 0)
  }
}

/** Reading ahead is bounded, so a large object takes no more memory than one of this size. */
function held({ bytes = OBJECT_BYTES_MAX }: Wish<unknown>): number {
  return Math.min(bytes, OBJECT_BYTES_MAX)
}
