import type { Clock } from '../../clock.ts'

export interface Waker {
  /** Runs `act` after what is running now; several calls for one key before that are one. */
  soon(key: string, act: () => void): void
  /** Runs `act` after so much of the clock's time; of several for one key and clock the soonest counts. */
  after(key: string, milliseconds: number, clock: Clock, act: () => void): void
  close(): void
}

/** What throws in an act goes to `report`. */
export function createWaker(report: (error: unknown) => void): Waker {
  const due = new Set<string>()
  const waits = new Map<Clock, Map<string, { at: number; cancel: AbortController }>>()
  let closed = false

  function run(act: () => void): void {
    if (closed) return
    try {
      act()
    } catch (error) {
      report(error)
    }
  }

  return {
    soon(key, act) {
      if (due.has(key)) return
      due.add(key)
      setImmediate(() => {
        due.delete(key)
        run(act)
      })
    },
    after(key, milliseconds, clock, act) {
      if (closed) return
      const ofClock = waits.get(clock) ?? new Map<string, { at: number; cancel: AbortController }>()
      waits.set(clock, ofClock)
      const at = clock.now() + milliseconds
      const before = ofClock.get(key)
      if (before && before.at <= at) return
      before?.cancel.abort()
      const cancel = new AbortController()
      ofClock.set(key, { at, cancel })
      clock.sleep(milliseconds, cancel.signal).then(
        () => {
          ofClock.delete(key)
          run(act)
        },
        // Aborted: an earlier time took its place, or the runtime ends.
        () => undefined,
      )
    },
    close() {
      closed = true
      for (const ofClock of waits.values()) for (const { cancel } of ofClock.values()) cancel.abort()
    },
  }
}
