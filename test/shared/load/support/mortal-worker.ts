import { createLoadObject, type LoadObjectDeps } from '../../../../shared/load/load-object.ts'
import type { ObjectVersion } from '../../../../shared/load/object-version.ts'
import type { LoadOutcome } from '../../../../shared/load/outcome.ts'
import { type FaultPoint, setFaultPlan } from '../../../../shared/platform/fault-point.ts'
import type { setup } from './fakes.ts'
import { tablesOf } from './memory-table.ts'
import { slowRanges } from './slow-ranges.ts'

type World = ReturnType<typeof setup>

/** What a fault point does to the worker that comes by. */
export type Strike = 'kill' | 'stop' | 'stall' | undefined

/** Longer than a lease and its grace: whoever wakes has lost it. */
const STALL_MS = 90_000
const ROW_REQUEST_MS = 80

/** So small that a few dozen rows come to checkpoints and parts. */
export const SMALL_LIMITS = {
  lookEveryBytes: 1,
  stretchMs: 20,
  checkpointEveryMsMin: 150,
  checkpointEveryMsMax: 150,
  partBytes: 300,
  largePartBytes: 300,
  drainMs: 4_000,
}

/**
 * One process that loads: once killed, nothing that it does reaches the world any more, and nothing that it waits for
 * comes. What it had sent still arrives. A stalled one goes on later, when its message is worked by another.
 */
export function createMortalWorker(world: World, strikeAt: (point: FaultPoint) => Strike) {
  const { clock, deps } = world
  const stopping = new AbortController()
  const lost = Promise.withResolvers<'died'>()
  const forever = new Promise<never>(() => undefined)
  let dead = false
  let stalledUntil = 0

  return async function work(object: ObjectVersion, messageAttempt?: number): Promise<LoadOutcome | 'died'> {
    setFaultPlan(strike)
    const loading = createLoadObject(mortalDeps())(object, { signal: stopping.signal, messageAttempt })
    return Promise.race([loading, lost.promise])
  }

  function strike(point: FaultPoint): void {
    if (dead) return
    const what = strikeAt(point)
    if (what === 'stop') stopping.abort(new Error('SIGTERM'))
    if (what === 'stall') {
      stalledUntil = clock.monotonic() + STALL_MS
      lost.resolve('died')
    }
    if (what !== 'kill') return
    dead = true
    lost.resolve('died')
    throw new Error('killed')
  }

  function mortalDeps(): LoadObjectDeps {
    const { ledger, leases, rejects, deadLetters, order } = deps
    const ownClock = { now: clock.now, monotonic: clock.monotonic, sleep: mortal(clock.sleep) }
    return {
      ...deps,
      limits: SMALL_LIMITS,
      ledger: {
        versions: mortal(ledger.versions),
        read: mortal(ledger.read),
        change: mortal(ledger.change),
      },
      leases: {
        read: mortal(leases.read),
        take: mortal(leases.take),
        renew: mortal(leases.renew),
        release: mortal(leases.release),
      },
      rejects: {
        putPart: mortal(rejects.putPart),
        join: mortal(rejects.join),
        removeParts: mortal(rejects.removeParts),
      },
      deadLetters: { send: mortal(deadLetters.send) },
      order: { newestFirst: mortal(order.newestFirst) },
      tables: tablesOf(
        mortal(async (action, body) => {
          // It arrives whatever becomes of the sender.
          const sent = Buffer.from(body)
          await clock.sleep(ROW_REQUEST_MS)
          const answer = await world.send(action, sent)
          await clock.sleep(ROW_REQUEST_MS)
          return answer
        }),
      ),
      ranges: { read: mortal(slowRanges(deps.ranges, ownClock).read) },
      clock: ownClock,
    }
  }

  /** A call that a dead worker does not make, and whose answer it does not hear; a stalled one hears it late. */
  function mortal<Args extends unknown[], Value>(call: (...args: Args) => Promise<Value>) {
    return async (...args: Args): Promise<Value> => {
      if (dead) await forever
      try {
        return await call(...args)
      } finally {
        while (!dead && clock.monotonic() < stalledUntil) await clock.sleep(stalledUntil - clock.monotonic())
        if (dead) await forever
      }
    }
  }
}
