import { expect, test } from 'vitest'
import { type QueueName, reloadLoad } from '../../../commands/reload/reload-load.ts'
import { addressOf } from '../../../commands/stack/object-address.ts'
import type { LoadItem } from '../../../shared/load/ledger.ts'
import { parseMessage } from '../../../shared/message/parse-message.ts'
import { createMemoryLedger } from '../../shared/load/support/memory-ledger.ts'

const failed: LoadItem = {
  ...{ object: 's3://landing/in/a "b".csv', version: 'v1', status: 'failed', attempt: 5, fruitless: 5 },
  statusAt: '2026-11-21T09:00:00.000Z',
  ...{ sequencer: '0A', size: 100, etag: 'e', error: { code: 'attempts.exhausted', message: 'five' } },
}

function setup(change: Partial<LoadItem> = {}) {
  const ledger = createMemoryLedger()
  const item: LoadItem = { ...failed, ...change }
  ledger.put(item)
  const sent: { queue: QueueName; body: string }[] = []
  const faults = { send: 0 }
  const deps = {
    ledger: { change: ledger.change, read: ledger.read },
    send: async (queue: QueueName, body: string) => {
      if (faults.send-- > 0) throw new Error('the queue is away')
      sent.push({ queue, body })
    },
    routeBytes: () => 1000,
    clock: { now: () => Date.parse('2026-11-21T10:00:00Z') },
  }
  const address = addressOf(item.object, 'landing')
  return { item, ledger, deps, sent, faults, reload: async (from = item) => reloadLoad(deps, address, from) }
}

test.each(['failed', 'rejected', 'ignored'] as const)(
  'a %s load is opened in one write, and its message sent',
  async (status) => {
    const { reload, ledger, item, sent } = setup({ status })
    expect(await reload()).toMatchObject({ kind: 'sent', queue: 'loads' })
    const opened = await ledger.read(item)
    expect(opened).toMatchObject({ status: 'queued', attempt: 6, fruitless: 0, launch: { number: 2 } })
    expect(opened).not.toHaveProperty('error')
    expect(parseMessage(sent[0]?.body ?? '', { landingBucket: 'landing' })).toEqual({
      kind: 'load',
      requests: [
        {
          object: {
            bucket: 'landing',
            key: 'in/a "b".csv',
            versionId: 'v1',
            sequencer: '0A',
            sizeBytes: 100,
            etag: 'e',
          },
          launchNumber: 2,
        },
      ],
    })
  },
)

test.each(['loading', 'loaded', 'superseded', 'gone'] as const)('a %s load is let be', async (status) => {
  const { reload, ledger, item, sent } = setup({ status })
  expect(await reload()).toEqual({ kind: 'refused', item })
  expect(ledger.items()).toEqual([item])
  expect(sent).toEqual([])
})

test.each([
  ['that had a task of its own', { launch: { number: 3, capacity: 'spot' } }, 'launches'],
  ['over routeBytes', { size: 1001 }, 'launches'],
  ['of routeBytes', { size: 1000 }, 'loads'],
] as const)('the message of a load %s goes to its queue', async (_, change, queue) => {
  const { reload, sent } = setup(change)
  await reload()
  expect(sent.map((each) => each.queue)).toEqual([queue])
})

test('where the message could not be sent, the same command repairs it', async () => {
  const { reload, ledger, item, sent, faults } = setup()
  faults.send = 1
  await expect(reload()).rejects.toThrow('the queue is away')
  const [between] = ledger.items()
  expect(between?.status).toBe('queued')
  expect(await reload(between)).toMatchObject({ kind: 'sent' })
  expect(await ledger.read(item)).toMatchObject({ status: 'queued', attempt: 7, launch: { number: 3 } })
  expect(sent).toHaveLength(1)
})

test('a write whose reply was lost counts as one', async () => {
  const { reload, ledger, deps, sent } = setup()
  deps.ledger.change = async (...write) => {
    await ledger.change(...write)
    return 'refused'
  }
  expect(await reload()).toMatchObject({ kind: 'sent', item: { attempt: 6 } })
  expect(sent).toHaveLength(1)
})

test('a load that moved since it was read is let be', async () => {
  const { reload, ledger, item, sent } = setup()
  ledger.put({ ...item, status: 'loading', attempt: 7 })
  expect(await reload()).toMatchObject({ kind: 'refused', item: { status: 'loading' } })
  expect(sent).toEqual([])
})
