import type { Clock } from '../../../../shared/platform/clock.ts'

interface Sleeper {
  readonly at: number
  wake(): void
}

export interface TestClock extends Clock {
  /** Moves the time on, waking the sleepers on the way in their order. */
  advance(milliseconds: number): Promise<void>
  /** Moves the time on from sleeper to sleeper until the promise is settled. */
  until<Value>(promise: Promise<Value>): Promise<Value>
  /** The wall clock alone is set. */
  setWall(milliseconds: number): void
  readonly sleeping: number
}

/** A clock that stands still until the test moves it. */
export function createTestClock(start = Date.parse('2026-01-01T00:00:00Z')): TestClock {
  let elapsed = 0
  let wallOffset = start
  let sleepers: Sleeper[] = []

  async function advance(milliseconds: number): Promise<void> {
    const end = elapsed + milliseconds
    await settle()
    for (let next = earliest(); next && next.at <= end; next = earliest()) {
      await wakeUp(next)
    }
    elapsed = end
    await settle()
  }
  async function wakeUp(next: Sleeper): Promise<void> {
    elapsed = Math.max(elapsed, next.at)
    sleepers = sleepers.filter((sleeper) => sleeper !== next)
    next.wake()
    await settle()
  }
  function earliest(): Sleeper | undefined {
    return sleepers.toSorted((one, other) => one.at - other.at)[0]
  }

  return {
    now: () => wallOffset + elapsed,
    monotonic: () => elapsed,
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted()
        const abort = () => {
          sleepers = sleepers.filter((other) => other !== sleeper)
          reject(signal?.reason)
        }
        const sleeper = {
          at: elapsed + Math.max(0, milliseconds),
          wake: () => {
            signal?.removeEventListener('abort', abort)
            resolve()
          },
        }
        sleepers.push(sleeper)
        signal?.addEventListener('abort', abort)
      }),
    advance,
    until: async (promise) => {
      let over = false
      const watched = promise.finally(() => {
        over = true
      })
      watched.catch(() => undefined)
      for (await settle(); !over; await settle()) {
        const next = earliest()
        if (next) await wakeUp(next)
      }
      return watched
    },
    setWall: (milliseconds) => {
      wallOffset = milliseconds - elapsed
    },
    get sleeping() {
      return sleepers.length
    },
  }
}

/** Lets everything run that can run without time. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
}
