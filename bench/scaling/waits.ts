/** Files that wait, first come, first served, by whole seconds. */
export interface Waits {
  readonly waiting: number
  arrive(files: number, second: number): void
  /** Takes up to so many files as done by the end of this second; answers how many there were. */
  finish(files: number, second: number): number
  /** Seconds within which this share of the files was done that are done so far. */
  within(share: number): number
}

export function createWaits(): Waits {
  const arrivals: { files: number; readonly second: number }[] = []
  /** How many files waited so many seconds. */
  const waited: number[] = []
  let first = 0
  let waiting = 0
  let done = 0

  return {
    get waiting() {
      return waiting
    },
    arrive(files, second) {
      if (files > 0) arrivals.push({ files, second })
      waiting += files
    },
    finish(files, second) {
      let left = Math.min(files, waiting)
      const taken = left
      waiting -= taken
      done += taken
      while (left > 0) {
        const oldest = arrivals[first] as (typeof arrivals)[number]
        const some = Math.min(left, oldest.files)
        const wait = second - oldest.second + 1
        waited[wait] = (waited[wait] ?? 0) + some
        oldest.files -= some
        left -= some
        if (oldest.files === 0) first += 1
      }
      return taken
    },
    within(share) {
      let files = 0
      for (const [wait, count = 0] of waited.entries()) {
        files += count
        if (count > 0 && files >= share * done) return wait
      }
      return 0
    },
  }
}
