/** Runs at most `size` pieces of work at once; the rest wait in the order they came. */
export function createSlots(size: number): <Result>(work: () => Promise<Result>) => Promise<Result> {
  const waiting: (() => void)[] = []
  let free = size
  return async (work) => {
    if (free > 0) free--
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await work()
    } finally {
      // A slot goes straight to who waits longest, so that a newcomer cannot slip in between.
      const next = waiting.shift()
      if (next) next()
      else free++
    }
  }
}
