import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDynamoLaunchLedger } from '../../shared/aws/dynamo-launch-ledger.ts'
import { createDynamoLedger } from '../../shared/aws/dynamo-ledger.ts'
import type { LaunchLedger } from '../../shared/launch/launch-ledger.ts'
import type { Ledger, LoadItem } from '../../shared/load/ledger.ts'
import { createMemoryLaunchLedger } from '../shared/launch/support/memory-launch-ledger.ts'
import { createMemoryLedger } from '../shared/load/support/memory-ledger.ts'
import { startLedgerTable } from './ledger-table.ts'

interface Subject {
  readonly launches: LaunchLedger
  readonly ledger: Ledger
}

const now = Date.parse('2026-03-02T08:15:30Z')
const time = '2026-03-02T08:15:30.000Z'
let keys = 0
/** A key of its own for each test, as the table is shared. */
const newObject = () => ({ bucket: 'landing', key: `${keys++}.csv`, versionId: 'v1', sizeBytes: 7 })

function suite(name: string, subject: () => Subject) {
  describe(name, () => {
    test('enters a load once, and answers the item ever after', async () => {
      const { launches } = subject()
      const object = newObject()
      expect(await launches.enter(object, { number: 1, capacity: 'spot' }, now)).toBe('entered')
      expect(await launches.enter(object, { number: 2, capacity: 'on-demand' }, now + 1)).toEqual({
        object: `s3://landing/${object.key}`,
        version: 'v1',
        status: 'queued',
        statusAt: time,
        queuedAt: time,
        attempt: 0,
        fruitless: 0,
        size: 7,
        launch: { number: 1, capacity: 'spot' },
      })
    })

    test('raises a launch once, and only from the number that was read', async () => {
      const { launches, ledger } = subject()
      const item = await entered(subject())
      expect(await launches.raise(item, { number: 2, capacity: 'on-demand' })).toBe('done')
      expect(await launches.raise(item, { number: 2, capacity: 'spot' })).toBe('refused')
      expect(await ledger.read(item)).toEqual({ ...item, launch: { number: 2, capacity: 'on-demand' } })
    })

    test('raises a load that has no launch yet, and keeps what else a launch holds', async () => {
      const { launches, ledger } = subject()
      const item = await entered(subject())
      await ledger.change(idOf(item), at(item), {
        set: { status: 'loading', attempt: 1 },
        remove: ['launch'],
      })
      const without = await reread(ledger, item)
      expect(await launches.raise(without, { number: 1, capacity: 'spot' })).toBe('done')
      expect(await launches.raise(without, { number: 1, capacity: 'spot' })).toBe('refused')

      const stops = ['arn:task/1']
      await ledger.change(idOf(item), at(await reread(ledger, item)), {
        set: { launch: { number: 1, capacity: 'spot', stops } },
      })
      expect(await launches.raise(await reread(ledger, item), { number: 2, capacity: 'on-demand' })).toBe(
        'done',
      )
      expect(await ledger.read(item)).toMatchObject({ launch: { number: 2, capacity: 'on-demand', stops } })
    })

    test('raises nothing at its end', async () => {
      const { launches, ledger } = subject()
      const item = await entered(subject())
      await ledger.change(idOf(item), at(item), { set: { status: 'loaded' } })
      expect(await launches.raise(item, { number: 2, capacity: 'spot' })).toBe('refused')
    })
  })
}

const memory = createMemoryLedger()
suite('the launch ledger in memory', () => ({ ledger: memory, launches: createMemoryLaunchLedger(memory) }))

describe('on DynamoDB', () => {
  const table = 'ledger'
  let served: Awaited<ReturnType<typeof startLedgerTable>>
  beforeAll(async () => {
    served = await startLedgerTable()
  })
  afterAll(() => served.stop())

  suite('the launch ledger', () => ({
    launches: createDynamoLaunchLedger({ client: served.client, table }),
    ledger: createDynamoLedger({ client: served.client, table }),
  }))
})

async function entered({ launches, ledger }: Subject): Promise<LoadItem> {
  const object = newObject()
  await launches.enter(object, { number: 1, capacity: 'spot' }, now)
  return reread(ledger, { object: `s3://landing/${object.key}`, version: 'v1' })
}

async function reread(ledger: Ledger, id: { object: string; version: string }): Promise<LoadItem> {
  const item = await ledger.read(id)
  if (!item) throw new Error(`${id.object} is not in the ledger`)
  return item
}

function at({ attempt, status }: LoadItem) {
  return { kind: 'at', attempt, statuses: [status] } as const
}

function idOf({ object, version }: LoadItem) {
  return { object, version }
}
