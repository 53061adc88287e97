import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ROW_REQUEST_TIMEOUT_MS } from '../../../shared/load/limits.ts'
import { createLoadObject } from '../../../shared/load/load-object.ts'
import type { ObjectVersion } from '../../../shared/load/object-version.ts'
import { StevedoreError } from '../../../shared/platform/error.ts'
import type { SendRows } from '../../../shared/write/tables.ts'
import { first, second, setup } from './support/fakes.ts'
import { tablesOf } from './support/memory-table.ts'
import { SMALL_LIMITS } from './support/mortal-worker.ts'
import { createRandom } from './support/random.ts'
import { slowRanges } from './support/slow-ranges.ts'

// The protocol on its own code: workers that die, freeze and lose replies, duplicates, and two versions of one key.

// Three requests for each version, two of them for the keys that both have.
const KEYS = Array.from({ length: 50 }, (_, place) => `k${place}`)
const FILES = { v1: fileOf('only-v1', 1), v2: fileOf('only-v2', 2) }
const RUNS = 150
// Far beyond every back-off of two versions that take turns: who waits longer waits for nothing.
const PATIENCE_MS = 3_600_000

test('F40 F41 F42 F51 whatever dies, freezes, gets lost or comes twice, the newest version’s rows are whole in the end', async () => {
  let goneOn = 0
  await fc.assert(
    fc.asyncProperty(fc.integer(), fc.nat(14), async (seed, faults) => {
      const world = createWorld(seed, faults)
      await world.clock.until(world.deliverUntilSettled())
      await world.clock.advance(120_000)
      expect(world.summary()).toEqual({
        v1: expect.stringMatching(/loaded|superseded/),
        v2: 'loaded',
        rows: Object.fromEntries([...KEYS, 'only-v2'].map((key) => [key, '2'])),
      })
      if (world.ledgerItem('v1')?.status === 'loaded') expect(world.value('only-v1')).toBe('1')
      expect(world.ledgerItem('v2')).toMatchObject({ rowsRead: 51, rowsWritten: 51 })
      if (world.lines.join('').includes('The load goes on from')) goneOn++
    }),
    // The example waits for another version longer than sixty receives.
    { numRuns: RUNS, examples: [[1474317612, 11]] },
  )
  expect(goneOn).toBeGreaterThan(0)
}, 60_000)

function createWorld(seed: number, faultsMax: number) {
  const all = setup({ files: FILES })
  const { clock, deps, ledgerItem, letters, lines, rows } = all
  const random = createRandom(seed)
  let faults = faultsMax

  /** Whether one of the faults that are left happens now. */
  const strikes = (chance: number) => faults > 0 && random() < chance && faults-- > 0
  const value = (key: string) =>
    (rows.get(JSON.stringify({ S: key })) as { n?: { N: string } } | undefined)?.n?.N

  async function deliverUntilSettled(): Promise<void> {
    await Promise.all([deliver(first), deliver(second), deliver(random() < 0.5 ? first : second)])
  }

  async function deliver(object: ObjectVersion): Promise<void> {
    await clock.sleep(random() * 40_000)
    const patienceEnds = clock.monotonic() + PATIENCE_MS
    while (clock.monotonic() < patienceEnds) {
      const messageAttempt = letters.findLast(
        (letter) => letter.object.versionId === object.versionId,
      )?.attempt
      const outcome = await createWorker()(object, messageAttempt)
      if (outcome !== 'died' && (outcome.kind === 'settled' || outcome.kind === 'already')) {
        const { status } = outcome
        if (status !== 'failed') return
      }
      await clock.sleep(
        outcome !== 'died' && 'retryAfterSeconds' in outcome ? outcome.retryAfterSeconds * 1000 : 30_000,
      )
    }
    throw new Error(`${object.versionId} never came to its end`)
  }

  function createWorker() {
    let dead = false
    let frozenUntil = 0
    const died = Promise.withResolvers<'died'>()
    const forever = new Promise<never>(() => undefined)

    /** What a worker waits for: it may be dead by then, or frozen. */
    async function wake(): Promise<void> {
      if (strikes(0.02)) frozenUntil = clock.monotonic() + random() * 90_000
      if (strikes(0.02)) {
        dead = true
        died.resolve('died')
      }
      while (!dead && clock.monotonic() < frozenUntil) await clock.sleep(frozenUntil - clock.monotonic())
      if (dead) await forever
    }
    function call<Args extends unknown[], Value>(request: (...args: Args) => Promise<Value>) {
      return async (...args: Args): Promise<Value> => {
        await clock.sleep(random() * 200)
        if (strikes(0.03)) await wakeAndThrow()
        const answer = await request(...args)
        if (strikes(0.05)) await wakeAndThrow()
        await clock.sleep(random() * 200)
        await wake()
        return answer
      }
    }
    async function wakeAndThrow(): Promise<never> {
      await wake()
      throw new StevedoreError('dependency.unavailable', 'no answer')
    }
    const send: SendRows = async (...request) => {
      const arrives = strikes(0.9) ? random() * ROW_REQUEST_TIMEOUT_MS : random() * 100
      const arriving = clock.sleep(arrives).then(() => all.send(...request))
      const lost = strikes(0.2)
      if (!lost) await arriving
      await wake()
      return lost ? { kind: 'no-answer', error: new Error('reset') } : { kind: 'written' }
    }
    const { ledger, leases } = deps
    const loadObject = createLoadObject({
      ...deps,
      limits: SMALL_LIMITS,
      // A retry by the SDK: applied, its reply lost, and refused when it is sent again.
      ledger: {
        versions: call(ledger.versions),
        read: call(ledger.read),
        change: call(async (...args) => {
          const answer = await ledger.change(...args)
          return strikes(0.1) ? ledger.change(...args) : answer
        }),
      },
      leases: {
        read: call(leases.read),
        take: call(leases.take),
        renew: call(leases.renew),
        release: call(leases.release),
      },
      tables: tablesOf(send),
      ranges: { read: call(slowRanges(deps.ranges, clock).read) },
      deadLetters: { send: call(deps.deadLetters.send) },
      clock: {
        ...clock,
        sleep: async (milliseconds, signal) => {
          await clock.sleep(milliseconds, signal)
          await wake()
        },
      },
    })
    return (object: ObjectVersion, messageAttempt: number | undefined) =>
      Promise.race([loadObject(object, { signal: all.signal, messageAttempt }), died.promise])
  }

  return {
    ...{ clock, ledgerItem, lines, value, deliverUntilSettled },
    summary: () => ({
      v1: ledgerItem('v1')?.status,
      v2: ledgerItem('v2')?.status,
      rows: Object.fromEntries([...KEYS, 'only-v2'].map((key) => [key, value(key)])),
    }),
  }
}

function fileOf(own: string, n: number): string {
  return `id,n\n${[...KEYS, own].map((key) => `${key},${n}\n`).join('')}`
}
