import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { StevedoreError } from '../../../shared/platform/error.ts'
import { createLog } from '../../../shared/platform/log.ts'
import { createQueueWorker } from '../../../shared/queue/create-queue-worker.ts'
import type { MessageFate } from '../../../shared/queue/message.ts'
import { createTestClock } from '../load/support/test-clock.ts'
import { createFakeProtection } from './support/fake-protection.ts'
import { createVisibleQueue } from './support/visible-queue.ts'

const OBJECTS_AT_ONCE = 3
const FAULTS_LAST_MS = 120_000
/** Two minutes of faults, the waits that grew meanwhile, and the work. */
const ALL_DONE_MS = 1_800_000

const anyFault = fc.record({
  way: fc.constantFrom('receive', 'remove', 'setVisibility', 'protect'),
  from: fc.nat(FAULTS_LAST_MS),
  forMs: fc.nat(20_000),
})
const anyWork = fc.record({
  /** How long each try takes, and what comes of it; after the last it is done. */
  tries: fc.array(fc.record({ ms: fc.nat(90_000), fate: fc.constantFrom('later', 'bug', 'handed-back') }), {
    maxLength: 2,
  }),
  ms: fc.nat(90_000),
  bytes: fc.option(fc.nat(30_000_000), { nil: undefined }),
  sentAt: fc.nat(FAULTS_LAST_MS),
})

test('F26 F27 F32 whatever fails for a while, two workers work every message off, never one of them twice at a time, and stop', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyWork, { minLength: 1, maxLength: 12 }),
      fc.array(anyFault, { maxLength: 8 }),
      async (works, faults) => {
        const clock = createTestClock()
        const queue = createVisibleQueue(clock)
        const stop = new AbortController()
        const atWork = new Map<string, number>()
        const tries = new Map<string, number>()
        const broken: string[] = []
        /** Where renewals fail for longer than the visibility, a message may be at work twice. */
        const neverLost = !faults.some(({ way, forMs }) => way === 'setVisibility' && forMs > 0)

        const fails = (way: string) => {
          const now = clock.monotonic()
          return faults.some(
            (fault) => fault.way === way && now >= fault.from && now < fault.from + fault.forMs,
          )
        }
        const through =
          <Args extends unknown[], Value>(way: string, call: (...args: Args) => Promise<Value>) =>
          async (...args: Args): Promise<Value> => {
            if (fails(way)) throw new StevedoreError('dependency.unavailable', `${way} fails`)
            return call(...args)
          }
        const start = () => {
          let mine = 0
          const protection = createFakeProtection()
          return createQueueWorker({
            queue: {
              receive: through('receive', queue.receive),
              remove: through('remove', queue.remove),
              setVisibility: through('setVisibility', queue.setVisibility),
            },
            protection: {
              protect: through('protect', protection.protect),
              unprotect: through('protect', protection.unprotect),
            },
            ...{ clock, random: () => 0.5, handBack: new AbortController().signal },
            objectsAtOnce: OBJECTS_AT_ONCE,
            bytesOf: ({ body }) => works[Number(body)]?.bytes,
            log: createLog('load-queue', () => undefined, clock.now),
            handle: async ({ id, body }): Promise<MessageFate> => {
              const at = (atWork.get(id) ?? 0) + 1
              atWork.set(id, at)
              if (at > 1 && neverLost) broken.push(`${id} is at work ${at} times`)
              if (++mine > OBJECTS_AT_ONCE) broken.push(`${mine} objects are at work`)
              const number = tries.get(id) ?? 0
              tries.set(id, number + 1)
              const work = works[Number(body)] as (typeof works)[number]
              const attempt = work.tries[number]
              await clock.sleep(attempt?.ms ?? work.ms)
              atWork.set(id, (atWork.get(id) ?? 0) - 1)
              mine--
              if (!attempt) return { kind: 'done' }
              if (attempt.fate === 'bug') throw new Error('a bug')
              return attempt.fate === 'later' ? { kind: 'later', afterSeconds: 5 } : { kind: 'handed-back' }
            },
          }).run(stop.signal)
        }

        const ran = Promise.all([start(), start()])
        for (const [place, { sentAt }] of works.map((work, index) => [index, work] as const))
          void clock.sleep(sentAt).then(() => queue.send(String(place)))
        await clock.advance(FAULTS_LAST_MS)
        while (queue.messages.length > 0 && clock.monotonic() < ALL_DONE_MS) await clock.advance(10_000)
        expect(broken).toEqual([])
        expect(queue.messages).toEqual([])
        stop.abort()
        await clock.until(ran)
      },
    ),
    { numRuns: 60 },
  )
}, 60_000)
