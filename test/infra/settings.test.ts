import { createRequire } from 'node:module'
import { expect, test } from 'vitest'

const settings = createRequire(import.meta.url)('../../infra/settings.cjs')

const DEFAULTS: Record<string, unknown> = {
  'param:routeBytes': 67_108_864,
  'param:launch': 'queue',
  'param:launchCapacity': 'spot',
  'param:minTasks': 2,
  'param:email': '',
  'param:logRetentionDays': 30,
}

function settle(params: Record<string, unknown>) {
  const given = Object.fromEntries(Object.entries(params).map(([name, value]) => [`param:${name}`, value]))
  return settings({
    options: { param: Object.entries(params).map(([name, value]) => `${name}=${value}`) },
    resolveVariable: async (name: string) => ({ ...DEFAULTS, ...given })[name],
  })
}

test('text from the command line becomes a number', async () => {
  expect(await settle({ routeBytes: '0', minTasks: '3' })).toMatchObject({ routeBytes: 0, minTasks: 3 })
})

test('an address becomes a subscription, none becomes none', async () => {
  expect((await settle({})).subscriptions).toEqual([])
  expect((await settle({ email: 'a@b.c' })).subscriptions).toEqual([{ Protocol: 'email', Endpoint: 'a@b.c' }])
})

test.each([
  ['routeBytes', '1e9'],
  ['routeBytes', '-1'],
  ['routeBytes', '5000000001'],
  ['launch', 'both'],
  ['launchCapacity', 'FARGATE'],
  ['minTasks', '1001'],
  ['email', 'nobody'],
  ['logRetentionDays', '8'],
  ['rotueBytes', '1'],
])('%s=%s is refused by name', async (name, value) => {
  await expect(settle({ [name]: value })).rejects.toThrow(name)
})

test('all that is wrong is told at once', async () => {
  await expect(settle({ launch: 'both', minTasks: 'x', other: '1' })).rejects.toThrow(
    /no parameter other.*launch is "both".*minTasks is "x"/s,
  )
})
