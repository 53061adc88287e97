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

test('a lease that cannot be renewed ends the work by itself', async () => {
  const { lease, clock } = await held({ renew: () => Promise.reject(new Error('away')) })
  await clock.advance(29_000)
  expect(lease.signal.aborted).toBe(false)
  await clock.advance(2_000)
  expect(lease.signal.aborted).toBe(true)
})

test('a renewal that failed is tried again in a second', async () => {
  let tries = 0
  const { memory, clock } = await held({
    renew: async (...request) => {
      if (++tries === 1) throw new Error('away')
      return memory.leases.renew(...request)
    },
  })
  const before = memory.lease(NAME)?.expiresAt ?? 0
  await clock.advance(11_000)
  expect(memory.lease(NAME)?.expiresAt).toBe(before + 11_000)
})

test('a renewed deadline counts from before the request too', async () => {
  let tries = 0
  const { lease, clock } = await held({
    renew: async () => {
      if (++tries > 1) throw new Error('away')
      await clock.sleep(9_000)
      return 'renewed'
    },
  })
  await clock.advance(39_000)
  expect(() => lease.check()).not.toThrow()
  await clock.advance(1_000)
  expect(() => lease.check()).toThrow('not renewed in time')
})

test('a lease is deleted after a renewal on its way, so that nothing of it comes later', async () => {
  const { memory, clock, lease } = await held({
    renew: async (...request) => {
      await clock.sleep(2_000)
      return memory.leases.renew(...request)
    },
  })
  await clock.advance(11_000)
  const released = lease.release()
  await clock.advance(0)
  expect(memory.lease(NAME)).toBeDefined()
  await clock.advance(1_000)
  await released
  expect(memory.lease(NAME)).toBeUndefined()
})

test('a lease that may have been taken, for all that is known, is deleted', async () => {
  const { memory, clock, deps } = setup()
  const take: Leases['take'] = async (...request) => {
    await memory.leases.take(...request)
    throw new Error('no answer')
  }
  const holdLease = createHoldLease({ leases: { ...memory.leases, take }, clock, log: deps.log })
  const holding = holdLease({ object: NAME, versionId: 'v1', attempt: 1, owner: 'me' })
  await expect(holding).rejects.toThrow('no answer')
  expect(memory.lease(NAME)).toBeUndefined()
})

test('another’s lease is not taken before the grace after its end is over', async () => {
  const { memory, clock, deps } = setup()
  const holdLease = createHoldLease({ leases: memory.leases, clock, log: deps.log })
  memory.putLease(NAME, { owner: 'other', versionId: 'v1', attempt: 1, expiresAt: clock.now() - 13_000 })
  const request = { object: NAME, versionId: 'v1', attempt: 1, owner: 'me' }
  expect(await holdLease(request)).toBeUndefined()
  await clock.advance(1)
  expect(await holdLease(request)).toBeDefined()
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
