import { expect, test } from 'vitest'
import type { Environment, InvocationResult } from '../../../local/lambda/environment/environment.ts'
import { createPool } from '../../../local/lambda/environment/pool.ts'
import { until } from './setup.ts'

/** A pool of made-up environments, whose invocations end when the test says so. */
function setup(options: { max?: number; idle?: number } = {}) {
  const environments: { id: number; alive: boolean; ended: boolean }[] = []
  const open: { id: number; requestId: string; finish: () => void }[] = []
  function start(): Environment {
    const state = { id: environments.length + 1, alive: true, ended: false }
    environments.push(state)
    return {
      isAlive: () => state.alive,
      kill() {
        state.alive = false
        for (const entry of open) if (entry.id === state.id) entry.finish()
      },
      async end() {
        state.alive = false
        state.ended = true
      },
      invoke: ({ requestId }) =>
        new Promise<InvocationResult>((resolve) => {
          const finish = () => resolve({ requestId, payload: String(state.id), logTail: '' })
          open.push({ id: state.id, requestId, finish })
        }),
    }
  }
  const pool = createPool({ name: 'f', max: options.max ?? 2, start, idle: options.idle ?? 60_000 })
  return {
    pool,
    environments,
    open,
    invoke: (requestId: string) => pool.invoke({ requestId, payload: '{}', invokedFunctionArn: 'a' }),
    async finish(requestId: string) {
      await until(() => expect(open.map((entry) => entry.requestId)).toContain(requestId))
      open.find((entry) => entry.requestId === requestId)?.finish()
    },
  }
}

test('an environment is used again, and a second one started only while it is busy', async () => {
  const { invoke, finish, environments } = setup()
  const first = invoke('a')
  await finish('a')
  await first
  const second = invoke('b')
  const third = invoke('c')
  await finish('b')
  await finish('c')
  expect((await second).payload).toBe('1')
  expect((await third).payload).toBe('2')
  expect(environments).toHaveLength(2)
})

test('an invocation waits while all environments are busy', async () => {
  const { invoke, finish, open, environments } = setup({ max: 1 })
  const results = [invoke('a'), invoke('b')]
  await finish('a')
  await results[0]
  await until(() => expect(open).toHaveLength(2))
  await finish('b')
  expect((await results[1])?.payload).toBe('1')
  expect(environments).toHaveLength(1)
})

test('an environment that died is replaced for the one who waits', async () => {
  const { invoke, finish, environments } = setup({ max: 1 })
  const results = [invoke('a'), invoke('b')]
  const [first] = environments
  if (first) first.alive = false
  await finish('a')
  await finish('b')
  expect((await results[1])?.payload).toBe('2')
  expect(environments[0]?.ended).toBe(true)
})

test('an environment that died while it was idle is replaced', async () => {
  const { invoke, finish, environments } = setup()
  const first = invoke('a')
  await finish('a')
  await first
  if (environments[0]) environments[0].alive = false
  const second = invoke('b')
  await finish('b')
  expect((await second).payload).toBe('2')
  expect(environments[0]?.ended).toBe(true)
})

test('an environment that is long idle ends', async () => {
  const { invoke, finish, environments } = setup({ idle: 5 })
  const result = invoke('a')
  await finish('a')
  await result
  await until(() => expect(environments[0]?.ended).toBe(true))
})

test('a retired pool finishes what it has and keeps nothing', async () => {
  const { pool, invoke, finish, environments } = setup({ max: 1 })
  const results = [invoke('a'), invoke('b')]
  pool.retire()
  await finish('a')
  await finish('b')
  await Promise.all(results)
  expect(environments.every(({ ended }) => ended)).toBe(true)
})

test('a closed pool cuts off what runs, refuses what waits, and ends everything', async () => {
  const { pool, invoke, open, environments } = setup({ max: 1 })
  const running = invoke('a')
  const waiting = invoke('b')
  const refused = expect(waiting).rejects.toThrow('The function f is ended')
  await until(() => expect(open).toHaveLength(1))
  await pool.close()
  await running
  await refused
  await expect(invoke('c')).rejects.toThrow('the local runtime is stopping')
  expect(environments.every(({ ended }) => ended)).toBe(true)
})
