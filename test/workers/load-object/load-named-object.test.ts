import { expect, test } from 'vitest'
import { createAwaitHolder } from '../../../shared/load/await-holder.ts'
import { createLoadObject } from '../../../shared/load/load-object.ts'
import { parseEnv } from '../../../shared/platform/env.ts'
import { createLoadNamedObject } from '../../../workers/load-object/load-named-object.ts'
import { namedObject, objectEnv } from '../../../workers/load-object/named-object.ts'
import { first, item, NAME, setup } from '../../shared/load/support/fakes.ts'

function worker() {
  const all = setup()
  const { deps, clock } = all
  const loader = {
    loadObject: createLoadObject(deps),
    awaitHolder: createAwaitHolder(deps),
    currentVersion: async () => (all.files.has('v1') ? first : undefined),
  }
  const loadNamedObject = createLoadNamedObject({ loader, clock, log: deps.log })
  const stop = new AbortController()
  const run = (versionId?: string) => {
    const { versionId: _version, ...unnamed } = first
    const object = versionId === undefined ? unnamed : { ...first, versionId }
    return loadNamedObject({ object, launchNumber: 1 }, stop.signal)
  }
  return { ...all, stop, run, runToEnd: (versionId?: string) => clock.until(run(versionId)) }
}

test('the object that the launch names is loaded', async () => {
  const { runToEnd, ledgerItem } = worker()
  expect(await runToEnd('v1')).toBe(0)
  expect(ledgerItem('v1')?.status).toBe('loaded')
})

test('where the launch names no version the current one is loaded', async () => {
  const { runToEnd, ledgerItem } = worker()
  expect(await runToEnd()).toBe(0)
  expect(ledgerItem('v1')?.status).toBe('loaded')
})

test('an object that is gone before its version is known leaves nothing to do', async () => {
  const { runToEnd, files, memory } = worker()
  files.clear()
  expect(await runToEnd()).toBe(0)
  expect(memory.items()).toEqual([])
})

test('F41 a second task ends with 0 when it has seen the lease of the first renewed while loading', async () => {
  const { run, clock, memory, ledgerItem } = worker()
  memory.put(item({ owner: 'other' }))
  const lease = { owner: 'other', versionId: 'v1', attempt: 1, expiresAt: clock.now() + 30_000 }
  memory.putLease(NAME, lease)
  let code: number | undefined
  const running = run('v1').then((value) => {
    code = value
  })
  await clock.advance(9_000)
  expect(code).toBeUndefined()
  memory.putLease(NAME, { ...lease, expiresAt: lease.expiresAt + 10_000 })
  await clock.advance(2_000)
  await running
  expect(code).toBe(0)
  expect(ledgerItem('v1')).toMatchObject({ status: 'loading', owner: 'other' })
})

test('F41 a second task takes over when the first one dies', async () => {
  const { runToEnd, clock, memory, ledgerItem } = worker()
  memory.put(item({ owner: 'other' }))
  memory.putLease(NAME, { owner: 'other', versionId: 'v1', attempt: 1, expiresAt: clock.now() + 30_000 })
  expect(await runToEnd('v1')).toBe(0)
  expect(ledgerItem('v1')).toMatchObject({ status: 'loaded', attempt: 2 })
  expect(clock.monotonic()).toBeGreaterThan(40_000)
})

test('F41 a second task ends with 0 when the first one settles the load', async () => {
  const { run, clock, memory } = worker()
  memory.put(item({ owner: 'other' }))
  memory.putLease(NAME, { owner: 'other', versionId: 'v1', attempt: 1, expiresAt: clock.now() + 30_000 })
  const running = run('v1')
  await clock.advance(3_000)
  memory.put(item({ status: 'loaded' }))
  await clock.advance(2_000)
  expect(await running).toBe(0)
})

test('F41 a task whose key is held for another version waits, and loads when that one is settled', async () => {
  const { run, clock, memory, ledgerItem } = worker()
  memory.putLease(NAME, { owner: 'other', versionId: 'v2', attempt: 1, expiresAt: clock.now() + 3_600_000 })
  const running = run('v1')
  await clock.advance(60_000)
  expect(ledgerItem('v1')).toBeUndefined()
  memory.removeLease(NAME)
  expect(await clock.until(running)).toBe(0)
  expect(ledgerItem('v1')?.status).toBe('loaded')
})

test('F41 a task whose key stays held for another version gives up after a quarter of an hour', async () => {
  const { runToEnd, clock, memory } = worker()
  memory.putLease(NAME, { owner: 'other', versionId: 'v2', attempt: 1, expiresAt: clock.now() + 36_000_000 })
  expect(await runToEnd('v1')).toBe(75)
  expect(clock.monotonic()).toBeGreaterThanOrEqual(900_000)
})

test('a task that is stopped while it waits ends as handed back', async () => {
  const { run, clock, memory, stop } = worker()
  memory.put(item({ owner: 'other' }))
  memory.putLease(NAME, { owner: 'other', versionId: 'v1', attempt: 1, expiresAt: clock.now() + 30_000 })
  const running = run('v1')
  await clock.advance(3_000)
  stop.abort(new Error('SIGTERM'))
  expect(await clock.until(running)).toBe(143)
})

test('empty strings in the environment are fields that the event did not have', () => {
  const env = {
    OBJECT_BUCKET: 'b',
    OBJECT_KEY: 'k',
    OBJECT_VERSION_ID: '',
    OBJECT_SIZE: '',
    OBJECT_ETAG: 'e',
  }
  const parsed = { ...parseEnv(env, objectEnv), LANDING_BUCKET: 'b' }
  expect(namedObject(parsed)).toEqual({
    object: { bucket: 'b', key: 'k', etag: 'e' },
    launchNumber: undefined,
  })
})

test('sizes and numbers arrive as text', () => {
  const env = { OBJECT_BUCKET: 'b', OBJECT_KEY: 'k', OBJECT_SIZE: '5000000001', LAUNCH_NUMBER: '3' }
  const parsed = { ...parseEnv(env, objectEnv), LANDING_BUCKET: 'b' }
  expect(namedObject(parsed)).toMatchObject({ object: { sizeBytes: 5_000_000_001 }, launchNumber: 3 })
  expect(() => parseEnv({ ...env, OBJECT_SIZE: '12 MB' }, objectEnv)).toThrow('OBJECT_SIZE')
})

test('an object of another bucket is refused', () => {
  const env = { OBJECT_BUCKET: 'other', OBJECT_KEY: 'k' }
  const parsed = { ...parseEnv(env, objectEnv), LANDING_BUCKET: 'b' }
  expect(() => namedObject(parsed)).toThrow(expect.objectContaining({ code: 'event.invalid' }))
})
