import { expect, test } from 'vitest'
import { createHoldLease } from '../../../shared/load/hold-lease.ts'
import type { Leases } from '../../../shared/load/ledger.ts'
import { NAME, setup } from './support/fakes.ts'

async function held(changes: Partial<Leases> = {}) {
  const { memory, clock, deps } = setup()
  const leases = { ...memory.leases, ...changes }
  const holdLease = createHoldLease({ leases, clock, log: deps.log })
  const lease = await holdLease({ object: NAME, versionId: 'v1', attempt: 1, owner: 'me' })
  if (!lease) throw new Error('The lease is held by another')
  return { lease, clock, memory }
}

test('a lease is renewed while it is held, and deleted when it is given up', async () => {
  const { lease, clock, memory } = await held()
  const before = memory.lease(NAME)?.expiresAt ?? 0
  await clock.advance(300_000)
  expect(() => lease.check()).not.toThrow()
  expect(memory.lease(NAME)?.expiresAt).toBe(before + 300_000)
  await lease.release()
  expect(memory.lease(NAME)).toBeUndefined()
  expect(clock.sleeping).toBe(0)
})

test('a lease that another took is lost at the next renewal, and the other’s is not deleted', async () => {
  const { lease, clock, memory } = await held()
  memory.putLease(NAME, { owner: 'other', versionId: 'v1', attempt: 2, expiresAt: clock.now() + 30_000 })
  await clock.advance(10_000)
  expect(lease.signal.aborted).toBe(true)
  expect(() => lease.check()).toThrow(expect.objectContaining({ code: 'lease.lost' }))
  await lease.release()
  expect(memory.lease(NAME)?.owner).toBe('other')
})

test('a lease that cannot be renewed is lost when its time is over', async () => {
  const { lease, clock } = await held({ renew: () => Promise.reject(new Error('away')) })
  await clock.advance(29_000)
  expect(() => lease.check()).not.toThrow()
  await clock.advance(1_000)
  expect(() => lease.check()).toThrow('not renewed in time')
})

test('a deadline counts from before the request, not from its answer', async () => {
  const { clock, memory, deps } = setup()
  const slow: Leases['take'] = async (...request) => {
    await clock.sleep(29_000)
    return memory.leases.take(...request)
  }
  const holdLease = createHoldLease({
    leases: { ...memory.leases, take: slow, renew: () => Promise.reject(new Error('away')) },
    clock,
    log: deps.log,
  })
  const holding = holdLease({ object: NAME, versionId: 'v1', attempt: 1, owner: 'me' })
  await clock.advance(29_000)
  const lease = await holding
  await clock.advance(1_000)
  expect(() => lease?.check()).toThrow('not renewed in time')
})

test('F42 a machine that slept is told by the wall clock, though its monotonic clock stood still', async () => {
  const { lease, clock } = await held()
  clock.setWall(clock.now() + 30_000)
  expect(() => lease.check()).toThrow('not renewed in time')
  expect(lease.signal.aborted).toBe(true)
})

test('F42 a wall clock that was set back does not make a lease longer', async () => {
  const { lease, clock } = await held({ renew: () => Promise.reject(new Error('away')) })
  clock.setWall(clock.now() - 3_600_000)
  await clock.advance(30_000)
  expect(() => lease.check()).toThrow('not renewed in time')
})
