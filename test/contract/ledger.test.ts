import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDynamoLeases } from '../../shared/aws/dynamo-leases.ts'
import { createDynamoLedger } from '../../shared/aws/dynamo-ledger.ts'
import type { Leases, Ledger, LoadItem } from '../../shared/load/ledger.ts'
import { createMemoryLedger } from '../shared/load/support/memory-ledger.ts'
import { startLedgerTable } from './ledger-table.ts'

const dynamo = startLedgerTable()
let objects = 0
let ledger: Ledger
let leases: Leases

afterAll(async () => (await dynamo).stop())

describe.each(['memory', 'dynamo'] as const)('the ledger in %s', (kind) => {
  beforeAll(async () => {
    const { client } = await dynamo
    const memory = createMemoryLedger()
    ledger = kind === 'memory' ? memory : createDynamoLedger({ client, table: 'ledger' })
    leases = kind === 'memory' ? memory.leases : createDynamoLeases({ client, table: 'ledger' })
  })

  const fresh = () => ({ object: `s3://b/${kind}/é,"${++objects}`, version: 'v1' })
  const item = {
    status: 'loading',
    statusAt: '2026-01-01T00:00:00.000Z',
    attempt: 1,
    fruitless: 0,
    owner: 'me',
    size: 5_000_000_000,
    launch: { number: 2, capacity: 'spot', stops: ['arn:a'] },
    checkpoint: {
      attempt: 1,
      datasetsHash: '0123456789abcdef',
      beganAt: '2026-01-01T00:00:00.000Z',
      etag: 'e',
      seekable: true,
      position: {
        byteOffset: 5_000_000_000,
        line: 7,
        records: 5,
        header: { cellCount: 3, positions: [2, -1] },
      },
      ...{ rowsRead: 5, rowsWritten: 3, rowsRejected: 1, rowsDuplicate: 1 },
      parts: ['1-2', '1-4'],
    },
  } satisfies Partial<LoadItem>

  test('an absent item is written once', async () => {
    const id = fresh()
    expect(await ledger.read(id)).toBeUndefined()
    expect(await ledger.change(id, { kind: 'absent' }, { set: item })).toBe('done')
    expect(await ledger.read(id)).toEqual({ ...id, ...item })
    expect(await ledger.change(id, { kind: 'absent' }, { set: item })).toBe('refused')
  })

  test('a change wants the attempt and one of the statuses', async () => {
    const id = fresh()
    await ledger.change(id, { kind: 'absent' }, { set: item })
    const change = { set: { attempt: 2 } }
    expect(await ledger.change(id, { kind: 'at', attempt: 2, statuses: ['loading'] }, change)).toBe('refused')
    expect(await ledger.change(id, { kind: 'at', attempt: 1, statuses: ['queued'] }, change)).toBe('refused')
    expect(await ledger.change(id, { kind: 'at', attempt: 1, statuses: ['queued', 'loading'] }, change)).toBe(
      'done',
    )
    expect(await ledger.read(id)).toEqual({ ...id, ...item, attempt: 2 })
  })

  test('a change of an absent item is refused', async () => {
    const expected = { kind: 'at', attempt: 0, statuses: ['queued'] } as const
    expect(await ledger.change(fresh(), expected, { set: item })).toBe('refused')
  })

  test('a change removes what it says, and what is not there too', async () => {
    const id = fresh()
    await ledger.change(id, { kind: 'absent' }, { set: item })
    await ledger.change(
      id,
      { kind: 'at', attempt: 1, statuses: ['loading'] },
      { set: {}, remove: ['owner', 'error'] },
    )
    const { owner: _owner, ...rest } = item
    expect(await ledger.read(id)).toEqual({ ...id, ...rest })
  })

  test('the versions of a key are all its items, and no lease', async () => {
    const id = fresh()
    await ledger.change(id, { kind: 'absent' }, { set: item })
    await ledger.change({ ...id, version: 'v2' }, { kind: 'absent' }, { set: item })
    await leases.take(id.object, { owner: 'me', versionId: 'v1', attempt: 1, expiresAt: 100 }, 0)
    const { items } = await ledger.versions(id.object)
    expect(items.map(({ version }) => version)).toEqual(['v1', 'v2'])
  })

  test('to the claim of a version those are told that are open or not surely older', async () => {
    const { object } = fresh()
    const versions = [
      { version: 'mine', status: 'rejected', sequencer: '0A' },
      { version: 'older', status: 'loaded', sequencer: '09' },
      { version: 'older and longer', status: 'loaded', sequencer: '09FF' },
      { version: 'same, but for a zero', status: 'loaded', sequencer: '0' },
      { version: 'older, with an end', status: 'failed', sequencer: '09' },
      { version: 'newer', status: 'loaded', sequencer: '0A01' },
      { version: 'of unknown age', status: 'loaded' },
      { version: 'older, at work', status: 'loading', sequencer: '08' },
      { version: 'older, waiting', status: 'queued', sequencer: '08' },
    ] as const
    const unneeded = ['older', 'older and longer', 'same, but for a zero', 'older, with an end']
    for (const { version, ...rest } of versions)
      await ledger.change({ object, version }, { kind: 'absent' }, { set: { ...item, ...rest } })

    const told = async (sequencer?: string) => {
      const { items } = await ledger.versions(object, sequencer === undefined ? {} : { sequencer })
      return items.map(({ version }) => version).toSorted()
    }
    const all = versions.map(({ version }) => version).toSorted()
    expect(await told('0A')).toEqual(all.filter((version) => !unneeded.includes(version)))
    expect(await told()).toEqual(all)
  })

  test('a lease is one owner’s until it ran out', async () => {
    const { object } = fresh()
    const lease = { owner: 'me', versionId: 'v1', attempt: 1, expiresAt: 100 }
    const other = { owner: 'other', versionId: 'v2', attempt: 3, expiresAt: 300 }
    expect(await leases.read(object)).toBeUndefined()
    expect(await leases.take(object, lease, 0)).toBe('taken')
    expect(await leases.take(object, other, 100)).toBe('held')
    expect(await leases.take(object, lease, 0)).toBe('taken')
    expect(await leases.renew(object, 'me', 200)).toBe('renewed')
    expect(await leases.take(object, other, 200)).toBe('held')
    expect(await leases.take(object, other, 201)).toBe('taken')
    expect(await leases.read(object)).toEqual(other)
    expect(await leases.renew(object, 'me', 400)).toBe('lost')
    await leases.release(object, 'me')
    expect(await leases.read(object)).toEqual(other)
    await leases.release(object, 'other')
    expect(await leases.read(object)).toBeUndefined()
    expect(await leases.renew(object, 'other', 400)).toBe('lost')
  })
})

test('a checkpoint of another form is known by its attempt alone', async () => {
  const { client } = await dynamo
  const id = { object: 's3://b/other-form', version: 'v1' }
  const here = createDynamoLedger({ client, table: 'ledger' })
  const checkpoint = { attempt: 3, offset: 12 } as { attempt: number }
  const set = { status: 'loading', statusAt: '2026', attempt: 3, fruitless: 0, checkpoint } as const
  await here.change(id, { kind: 'absent' }, { set })
  expect((await here.read(id))?.checkpoint).toEqual({ attempt: 3 })
})

test('DynamoDB’s own clock comes with the versions', async () => {
  const { client } = await dynamo
  const { answeredAt } = await createDynamoLedger({ client, table: 'ledger' }).versions('s3://b/none')
  expect(Math.abs((answeredAt ?? 0) - Date.now())).toBeLessThan(2_000)
})
