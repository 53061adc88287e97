import { expect, test } from 'vitest'
import { createClaimLoad } from '../../../shared/load/claim-load.ts'
import { createEndLoad } from '../../../shared/load/end-load.ts'
import type { Ledger } from '../../../shared/load/ledger.ts'
import type { ObjectVersion } from '../../../shared/load/object-version.ts'
import { first, item, NAME, second, setup } from './support/fakes.ts'
import { tablesOf } from './support/memory-table.ts'

const LEASE_AND_GRACE_MS = 43_000

function claims(options: { ledger?: Partial<Ledger>; write?: string } = {}) {
  const all = setup()
  const ledger = { ...all.deps.ledger, ...options.ledger }
  const deps = { ...all.deps, ledger }
  const claimLoad = createClaimLoad({ ...deps, endLoad: createEndLoad(deps) })
  const claim = async (object: ObjectVersion, messageAttempt?: number) =>
    claimLoad({
      object,
      dataset: { name: 'things', write: { kind: options.write ?? 'put' } },
      messageAttempt,
    })
  return { ...all, claim, at: (milliseconds: number) => new Date(milliseconds).toISOString() }
}

test('F41 of two workers on one version one claims it, and the other learns that this version is held', async () => {
  const { claim, ledgerItem, memory } = claims()
  const both = await Promise.all([claim(first), claim(first)])
  expect(both.map(({ kind }) => kind).sort()).toEqual(['claimed', 'ended'])
  expect(both.find(({ kind }) => kind === 'ended')).toMatchObject({
    outcome: { kind: 'busy', heldFor: 'this-version', retryAfterSeconds: 5 },
  })
  expect(ledgerItem('v1')).toMatchObject({ status: 'loading', attempt: 1, owner: memory.lease(NAME)?.owner })
})

test('F41 a version whose key is held for another one comes later', async () => {
  const { claim } = claims()
  await claim(first)
  expect(await claim(second)).toMatchObject({ outcome: { kind: 'busy', heldFor: 'other-version' } })
})

test('a dead worker’s load is taken over when its lease ran out by more than the grace, not before', async () => {
  const { claim, memory, clock, ledgerItem } = claims()
  memory.put(item({ owner: 'dead' }))
  const expiresAt = clock.now()
  memory.putLease(NAME, { owner: 'dead', versionId: 'v1', attempt: 1, expiresAt })
  await clock.advance(13_000)
  expect(await claim(first)).toMatchObject({ outcome: { kind: 'busy', heldFor: 'this-version' } })
  await clock.advance(1)
  expect(await claim(first)).toMatchObject({ kind: 'claimed', attempt: { number: 2 } })
  expect(ledgerItem('v1')).toMatchObject({ attempt: 2, fruitless: 1 })
})

test('F42 a newer version that takes the key over moves the attempt of the older one, which loses its checkpoint', async () => {
  const { claim, memory, ledgerItem } = claims()
  memory.put(item({ owner: 'dead', attempt: 3, checkpoint: { attempt: 3 } }))
  expect(await claim(second)).toMatchObject({ kind: 'claimed' })
  expect(ledgerItem('v1')).toMatchObject({ status: 'loading', attempt: 4 })
  expect(ledgerItem('v1')?.checkpoint).toBeUndefined()
})

test('datasets whose versions do not replace one another leave each other’s attempts alone, and load in any order', async () => {
  const { claim, memory, ledgerItem } = claims({ write: 'insert' })
  memory.put(item({ version: 'v2', status: 'loaded' }))
  memory.put(item({ version: 'v3', attempt: 3, sequencer: '0C' }))
  expect(await claim(first)).toMatchObject({ kind: 'claimed' })
  expect(ledgerItem('v3')?.attempt).toBe(3)
})

test('an attempt that moved between the two looks makes the claim begin again', async () => {
  let looks = 0
  const { claim, memory, effects } = claims({
    ledger: {
      versions: async (object) => {
        looks++
        if (looks === 2) memory.put(item({ attempt: 7 }))
        return memory.versions(object)
      },
    },
  })
  expect(await claim(first)).toMatchObject({ kind: 'claimed', attempt: { number: 8 } })
  expect(looks).toBe(4)
  expect(effects).toEqual(['lease deleted', 'ledger loading'])
})

test('what changed under the lease without an attempt is decided anew', async () => {
  let looks = 0
  const { claim, memory, effects } = claims({
    ledger: {
      versions: async (object) => {
        looks++
        if (looks === 2) memory.put(item({ version: 'v2', status: 'loaded' }))
        const seen = await memory.versions(object)
        if (looks === 1) memory.put(item({ version: 'v2', status: 'loading' }))
        return looks === 1 ? { items: [item({ version: 'v2', status: 'queued' })] } : seen
      },
    },
  })
  expect(await claim(first)).toMatchObject({ outcome: { kind: 'settled', status: 'superseded' } })
  expect(effects).toEqual(['ledger superseded', 'lease deleted'])
})

test('a refusal to move another’s attempt deletes the lease and begins again', async () => {
  const { claim, memory, effects } = claims({
    ledger: {
      change: async (id, expected, change) => {
        if (id.version === 'v1') memory.put(item({ status: 'loaded' }))
        return memory.change(id, expected, change)
      },
    },
  })
  memory.put(item({ owner: 'dead' }))
  expect(await claim(second)).toMatchObject({ kind: 'claimed' })
  expect(effects).toEqual(['lease deleted'])
})

test('F51 a claim whose reply was lost is recognised as one’s own', async () => {
  const { claim, memory } = claims({
    ledger: {
      change: async (id, expected, change) => {
        await memory.change(id, expected, change)
        return memory.change(id, expected, change)
      },
    },
  })
  expect(await claim(first)).toMatchObject({ kind: 'claimed', attempt: { number: 1 } })
  expect(memory.lease(NAME)).toBeDefined()
})

test('an item that moved before the claim’s own write makes it begin again', async () => {
  let changes = 0
  const { claim, memory, effects, ledgerItem } = claims({
    ledger: {
      change: async (id, expected, change) => {
        if (++changes === 1) memory.put(item({ attempt: 5, owner: 'other' }))
        return memory.change(id, expected, change)
      },
    },
  })
  expect(await claim(first)).toMatchObject({ kind: 'claimed', attempt: { number: 6 } })
  expect(effects).toEqual(['lease deleted'])
  expect(ledgerItem('v1')?.owner).toBe(memory.lease(NAME)?.owner)
})

test('an item that came to its end before the claim’s own write is not opened again', async () => {
  let changes = 0
  const { claim, memory, ledgerItem } = claims({
    ledger: {
      change: async (id, expected, change) => {
        if (++changes === 1) memory.put(item({ owner: 'zombie', status: 'loaded' }))
        return memory.change(id, expected, change)
      },
    },
  })
  memory.put(item({ owner: 'zombie' }))
  expect(await claim(first)).toMatchObject({ outcome: { kind: 'already', status: 'loaded' } })
  expect(ledgerItem('v1')).toMatchObject({ status: 'loaded', attempt: 1, owner: 'zombie' })
})

test('F51 a claim that was disowned before its lost reply was looked into begins again', async () => {
  let changes = 0
  const { claim, memory, ledgerItem } = claims({
    ledger: {
      change: async (id, expected, change) => {
        const answer = await memory.change(id, expected, change)
        if (++changes > 1) return answer
        memory.put({ ...item(), ...change.set, attempt: 2 })
        return 'refused'
      },
    },
  })
  expect(await claim(first)).toMatchObject({ kind: 'claimed', attempt: { number: 3 } })
  expect(ledgerItem('v1')).toMatchObject({ attempt: 3 })
})

test('F02 a version that moved while it was superseded is looked at again', async () => {
  let changes = 0
  const { claim, memory, ledgerItem } = claims({
    ledger: {
      change: async (id, expected, change) => {
        if (++changes === 1) memory.put(item({ attempt: 5, owner: 'other' }))
        return memory.change(id, expected, change)
      },
    },
  })
  memory.put(item({ owner: 'dead' }))
  memory.put(item({ version: 'v2', status: 'loaded' }))
  expect(await claim(first)).toMatchObject({ outcome: { kind: 'settled', status: 'superseded' } })
  expect(ledgerItem('v1')).toMatchObject({ status: 'superseded', attempt: 5 })
})

test('F42 a claim whose lease ran out before its own write claims nothing', async () => {
  let looks = 0
  const { claim, memory, clock } = claims({
    ledger: {
      versions: async (object) => {
        if (++looks === 2) clock.setWall(clock.now() + 30_000)
        return memory.versions(object)
      },
    },
  })
  await expect(claim(first)).rejects.toMatchObject({ code: 'lease.lost' })
  expect(memory.items()).toEqual([])
  expect(memory.lease(NAME)).toBeUndefined()
})

test('the ledger’s launch and begin stay, and its sequencer counts where the message has none', async () => {
  const startedAt = '2025-12-31T00:00:00.000Z'
  const { claim, memory, ledgerItem } = claims()
  memory.put(item({ status: 'queued', launch: { number: 4 }, startedAt }))
  expect(await claim(first)).toMatchObject({ kind: 'claimed', attempt: { launch: 4 } })
  expect(ledgerItem('v1')?.startedAt).toBe(startedAt)

  const ordered = claims()
  ordered.memory.put({ ...item({ version: 'v2', status: 'queued' }), sequencer: '09' })
  ordered.memory.put(item({ status: 'loaded' }))
  const { sequencer: _none, ...unordered } = second
  expect(await ordered.claim(unordered)).toMatchObject({ outcome: { status: 'superseded' } })
})

test('F51 a settlement whose reply was lost is recognised as one’s own', async () => {
  const { load, deps } = setup()
  const { change } = deps.ledger
  const twice: Ledger['change'] = async (id, expected, what) => {
    await change(id, expected, what)
    return what.set.status === 'loaded' ? change(id, expected, what) : 'done'
  }
  expect(await load(first, { ledger: { ...deps.ledger, change: twice } })).toEqual({
    kind: 'settled',
    status: 'loaded',
  })
})

test('a request that fails under the lease gives the lease up', async () => {
  const { claim, memory } = claims({ ledger: { change: () => Promise.reject(new Error('away')) } })
  await expect(claim(first)).rejects.toThrow('away')
  expect(memory.lease(NAME)).toBeUndefined()
})

test('a version is superseded, begun or not, when a newer one is loaded', async () => {
  const { claim, memory, ledgerItem, effects } = claims()
  memory.put(item({ version: 'v2', status: 'loaded' }))
  expect(await claim(first)).toMatchObject({ outcome: { kind: 'settled', status: 'superseded' } })
  expect(ledgerItem('v1')).toMatchObject({ status: 'superseded', attempt: 0, sequencer: '0A' })
  expect(effects).toEqual(['ledger superseded'])
})

test('a version waits without a lease while a newer one is loading', async () => {
  const { claim, memory } = claims()
  memory.put(item({ version: 'v2', status: 'loading' }))
  expect(await claim(first)).toMatchObject({ outcome: { kind: 'busy', heldFor: 'other-version' } })
  expect(memory.lease(NAME)).toBeUndefined()
})

test.each(['rejected', 'failed', 'gone', 'ignored', 'superseded', 'queued'] as const)(
  'a newer version that is %s supersedes nothing',
  async (status) => {
    const { claim, memory } = claims()
    memory.put(item({ version: 'v2', status }))
    expect(await claim(first)).toMatchObject({ kind: 'claimed' })
  },
)

test('where a sequencer is missing the bucket’s own order of versions decides', async () => {
  const { claim, memory } = claims()
  const { sequencer: _none, ...unordered } = item({ version: 'v2', status: 'loaded' })
  memory.put(unordered)
  expect(await claim(first)).toMatchObject({ outcome: { status: 'superseded' } })
})

test('an attempt that died counts as fruitless; one with a checkpoint of its own, or handed back, does not', async () => {
  for (const [before, fruitless] of [
    [item({ owner: 'x', attempt: 2, fruitless: 0 }), 1],
    [item({ owner: 'x', attempt: 2, fruitless: 0, checkpoint: { attempt: 1 } }), 1],
    [item({ owner: 'x', attempt: 2, fruitless: 0, checkpoint: { attempt: 2 } }), 0],
    [item({ attempt: 2, fruitless: 1 }), 1],
    [item({ status: 'queued', attempt: 2, fruitless: 2 }), 2],
  ] as const) {
    const { claim, memory, ledgerItem } = claims()
    memory.put(before)
    expect(await claim(first)).toMatchObject({ kind: 'claimed' })
    expect(ledgerItem('v1')?.fruitless).toBe(fruitless)
  }
})

test('the waits between attempts grow: at once, 1, 4 and 15 minutes after the attempt began', async () => {
  for (const [fruitless, minutes] of [
    [0, 0],
    [1, 1],
    [2, 4],
    [3, 15],
  ] as const) {
    const { claim, memory, clock, at } = claims()
    memory.put(item({ owner: 'dead', fruitless, statusAt: at(clock.now()) }))
    const waiting = minutes * 60_000
    if (waiting > 0) {
      await clock.advance(waiting - 1_000)
      expect(await claim(first)).toMatchObject({
        outcome: { kind: 'not-now', retryAfterSeconds: 1, error: { code: 'attempts.too-soon' } },
      })
      await clock.advance(1_000)
    }
    expect(await claim(first)).toMatchObject({ kind: 'claimed' })
  }
})

test('the fifth fruitless attempt makes the load fail: dead letter, then ledger, then lease', async () => {
  const { claim, memory, letters, ledgerItem, effects } = claims()
  memory.put(item({ owner: 'dead', attempt: 9, fruitless: 4 }))
  expect(await claim(first)).toMatchObject({
    outcome: { kind: 'settled', status: 'failed', error: { code: 'attempts.exhausted' } },
  })
  expect(effects).toEqual(['dead letter', 'ledger failed', 'lease deleted'])
  expect(letters).toMatchObject([{ object: first, attempt: 9 }])
  expect(ledgerItem('v1')).toMatchObject({ status: 'failed', attempt: 9, fruitless: 5 })
})

test('giving up is recognised as one’s own where its reply was lost, and left where another settled the load', async () => {
  const lost = claims({
    ledger: {
      change: async (...request) => {
        await lost.memory.change(...request)
        return lost.memory.change(...request)
      },
    },
  })
  lost.memory.put(item({ owner: 'dead', fruitless: 4 }))
  expect(await lost.claim(first)).toMatchObject({ outcome: { kind: 'settled', status: 'failed' } })

  const late = claims({
    ledger: {
      change: async (...request) => {
        late.memory.put(item({ status: 'loaded' }))
        return late.memory.change(...request)
      },
    },
  })
  late.memory.put(item({ owner: 'dead', fruitless: 4 }))
  expect(await late.claim(first)).toMatchObject({ outcome: { kind: 'already', status: 'loaded' } })
})

test.each([
  ['behind', -4_500],
  ['ahead', 5_500],
])('a clock that is %s DynamoDB’s claims nothing', async (_word, offset) => {
  const { claim, memory, clock } = claims()
  memory.answeredAt = clock.now() - offset
  await expect(claim(first)).rejects.toMatchObject({ code: 'clock.skewed' })
  expect(memory.lease(NAME)).toBeUndefined()
})

test('a clock within three seconds, and the second that the Date header cuts off, claims', async () => {
  const { claim, memory, clock } = claims()
  memory.answeredAt = clock.now() - 3_900
  expect(await claim(first)).toMatchObject({ kind: 'claimed' })
})

test('F42 a zombie that wakes after a takeover sends no row and writes nothing into the ledger', async () => {
  const { load, deps, clock, rows, ledgerItem, memory } = setup()
  let takeover: unknown
  const outcome = await load(first, {
    ranges: {
      read: async (object, options) => {
        const opened = await deps.ranges.read(object, options)
        clock.setWall(clock.now() + LEASE_AND_GRACE_MS + 1)
        takeover = await claims2(deps)(second)
        return opened
      },
    },
  })
  expect(takeover).toMatchObject({ kind: 'claimed' })
  expect(outcome).toMatchObject({ kind: 'not-now', error: { code: 'lease.lost' } })
  expect(rows.size).toBe(0)
  expect(ledgerItem('v1')).toMatchObject({ status: 'loading', attempt: 2 })
  expect(memory.lease(NAME)?.versionId).toBe('v2')
})

test('F42 a zombie that wakes with all its rows written leaves the reject file to the living', async () => {
  const { load, send, clock, effects } = setup({ files: { v1: 'id,n\na,1\nb,x\n' } })
  const outcome = await load(first, {
    tables: tablesOf(async (...request) => {
      const answer = await send(...request)
      clock.setWall(clock.now() + LEASE_AND_GRACE_MS + 1)
      return answer
    }),
  })
  expect(outcome).toMatchObject({ kind: 'not-now', error: { code: 'lease.lost' } })
  expect(effects).not.toContain('reject file')
})

function claims2(deps: ReturnType<typeof setup>['deps']) {
  const claimLoad = createClaimLoad({ ...deps, endLoad: createEndLoad(deps) })
  return (object: ObjectVersion) => claimLoad({ object, dataset: { name: 'things', write: { kind: 'put' } } })
}
