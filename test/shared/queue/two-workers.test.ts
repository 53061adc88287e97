import { expect, test } from 'vitest'
import { LEASE_MS } from '../../../shared/load/limits.ts'
import { createLoadObject } from '../../../shared/load/load-object.ts'
import { formatLoadMessage } from '../../../shared/message/load-message.ts'
import { createLog } from '../../../shared/platform/log.ts'
import { createQueueWorker } from '../../../shared/queue/create-queue-worker.ts'
import { createHandler } from '../../../workers/load-queue/handler.ts'
import { first, setup } from '../load/support/fakes.ts'
import { tablesOf } from '../load/support/memory-table.ts'
import { slowRanges } from '../load/support/slow-ranges.ts'
import { createFakeProtection } from './support/fake-protection.ts'
import { createVisibleQueue } from './support/visible-queue.ts'

const ROWS = 9_000
/** At the latest, with a look at the queue every half second. */
const LAST_RENEWAL_MS = 20_500

/** Two whole workers on one queue, one ledger and one table. Reading the file takes each of them about a minute and a half. */
function twoWorkers() {
  const file = `id,n\n${Array.from({ length: ROWS }, (_, row) => `${row},${row}`).join('\n')}\n`
  const world = setup({ files: { v1: file } })
  const { clock, deps } = world
  const queue = createVisibleQueue(clock)
  const stop = new AbortController()
  const handBack = new AbortController()

  function start(name: string) {
    const cut = { queue: false, ledger: false }
    const rowsAt: number[] = []
    const lines: { message: string; messageId?: string; status?: string }[] = []
    const log = createLog(name, (line) => lines.push(JSON.parse(line)), clock.now)
    const through =
      <Args extends unknown[], Value>(way: keyof typeof cut, call: (...args: Args) => Promise<Value>) =>
      async (...args: Args): Promise<Value> => {
        if (cut[way]) throw new Error(`${name} does not get through to the ${way}`)
        return call(...args)
      }
    const { leases } = deps
    const loadObject = createLoadObject({
      ...deps,
      leases: {
        ...leases,
        renew: through('ledger', leases.renew),
        release: through('ledger', leases.release),
      },
      ranges: slowRanges(deps.ranges, clock),
      tables: tablesOf(async (action, body) => {
        rowsAt.push(clock.monotonic())
        return world.send(action, body)
      }),
      newToken: () => `${name} ${clock.monotonic()}`,
      log,
    })
    const worker = createQueueWorker({
      queue: {
        receive: through('queue', queue.receive),
        remove: through('queue', queue.remove),
        setVisibility: through('queue', queue.setVisibility),
      },
      handle: createHandler({
        loadObject,
        landingBucket: 'landing',
        refused: { send: async () => undefined },
        versions: { currentVersion: async () => undefined },
      }),
      ...{ clock, log, handBack: handBack.signal, random: () => 0.5, bytesOf: () => 0 },
      protection: createFakeProtection(),
    })
    const ran = worker.run(stop.signal)
    const told = (text: string) => lines.filter(({ message }) => message.includes(text))
    return { cut, rowsAt, told, ran }
  }

  return {
    ...{ world, clock, queue, start },
    stop: async (...workers: { ran: Promise<unknown> }[]) => {
      stop.abort()
      await clock.until(Promise.all(workers.map(({ ran }) => ran)))
    },
  }
}

test('F22 a worker that loses its lease and its message has no effect any more, and the second one brings the load to its end', async () => {
  const { world, clock, queue, start, stop } = twoWorkers()
  const one = start('one')
  await clock.advance(0)
  queue.send(formatLoadMessage({ object: first }))
  await clock.advance(1_000)
  const two = start('two')
  await clock.advance(20_000)
  Object.assign(one.cut, { queue: true, ledger: true })
  await clock.advance(60_000)
  expect(one.rowsAt.length).toBeGreaterThan(10)
  expect(one.rowsAt.at(-1)).toBeGreaterThan(20_000)
  expect(Math.max(...one.rowsAt)).toBeLessThan(LAST_RENEWAL_MS + LEASE_MS)

  await clock.advance(30_000)
  expect(two.told('The load goes on')).toHaveLength(1)
  Object.assign(one.cut, { queue: false, ledger: false })
  await clock.advance(180_000)
  expect(Math.max(...one.rowsAt)).toBeLessThan(Math.min(...two.rowsAt))
  expect(one.told('The load is for later')).toMatchObject([{ error: { code: 'lease.lost' } }])
  expect(world.ledgerItem('v1')).toMatchObject({
    status: 'loaded',
    attempt: 2,
    rowsRead: ROWS,
    rowsWritten: ROWS,
  })
  expect(world.rows.size).toBe(ROWS)
  expect(queue.messages).toEqual([])
  await stop(one, two)
})

test('F22 a worker that loses its message alone goes on under its lease, and the second one finds the load at its end', async () => {
  const { world, clock, queue, start, stop } = twoWorkers()
  const one = start('one')
  await clock.advance(0)
  queue.send(formatLoadMessage({ object: first }))
  await clock.advance(1_000)
  const two = start('two')
  one.cut.queue = true
  await clock.advance(70_000)
  expect(two.told('another worker holds this load').length).toBeGreaterThan(0)
  await clock.advance(60_000)
  expect(world.ledgerItem('v1')).toMatchObject({ status: 'loaded', attempt: 1 })
  expect(one.told('let go')).toHaveLength(1)
  one.cut.queue = false
  await clock.advance(120_000)
  expect(queue.messages).toEqual([])
  expect(two.rowsAt).toEqual([])
  expect(world.rows.size).toBe(ROWS)
  await stop(one, two)
})
