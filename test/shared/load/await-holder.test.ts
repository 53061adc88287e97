import { expect, test } from 'vitest'
import { createAwaitHolder } from '../../../shared/load/await-holder.ts'
import type { Lease } from '../../../shared/load/ledger.ts'
import { first, item, NAME, setup } from './support/fakes.ts'

function watch() {
  const { memory, clock } = setup()
  const lease = (more: Partial<Lease> = {}) =>
    memory.putLease(NAME, {
      owner: 'holder',
      versionId: 'v1',
      attempt: 1,
      expiresAt: clock.now() + 30_000,
      ...more,
    })
  const stop = new AbortController()
  lease()
  memory.put(item({ owner: 'holder' }))
  let end: unknown
  const awaitHolder = createAwaitHolder({ ledger: memory, leases: memory.leases, clock })
  void awaitHolder(first, stop.signal).then(
    (value) => {
      end = value
    },
    (reason: unknown) => {
      end = reason
    },
  )
  const after = async (milliseconds: number) => {
    await clock.advance(milliseconds)
    return end
  }
  return { memory, clock, lease, stop, after }
}

test('a holder that renews its lease while it loads is alive', async () => {
  const { after, lease } = watch()
  expect(await after(10_000)).toBeUndefined()
  lease()
  expect(await after(2_000)).toBe('alive')
})

test('a holder that renews nothing has ended when its lease may be taken', async () => {
  const { after } = watch()
  expect(await after(43_000)).toBeUndefined()
  expect(await after(2_000)).toBe('ended')
})

test('a holder is not alive by a renewal of its predecessor, nor before it loads, nor as another than the ledger knows', async () => {
  const taken = watch()
  await taken.after(10_000)
  taken.lease({ owner: 'next' })
  taken.memory.put(item({ owner: 'next', attempt: 2 }))
  expect(await taken.after(4_000)).toBeUndefined()
  taken.lease({ owner: 'next' })
  expect(await taken.after(2_000)).toBe('alive')

  for (const unfit of [item({ status: 'queued', owner: 'holder' }), item({ owner: 'dead' })]) {
    const claiming = watch()
    claiming.memory.put(unfit)
    await claiming.after(10_000)
    claiming.lease()
    expect(await claiming.after(4_000)).toBeUndefined()
  }
})

test('a load that is settled, let go, or whose key went to another version has ended for its holder', async () => {
  const settled = watch()
  settled.memory.put(item({ status: 'loaded', owner: 'holder' }))
  expect(await settled.after(2_000)).toBe('ended')

  const letGo = watch()
  letGo.memory.removeLease(NAME)
  expect(await letGo.after(2_000)).toBe('ended')

  const other = watch()
  other.lease({ owner: 'other', versionId: 'v2' })
  expect(await other.after(2_000)).toBe('ended')
})

test('the watching ends with its signal', async () => {
  const { after, stop } = watch()
  await after(1_000)
  stop.abort('stopped')
  expect(await after(0)).toBe('stopped')
})
