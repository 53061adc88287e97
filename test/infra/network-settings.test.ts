import { createRequire } from 'node:module'
import fc from 'fast-check'
import { expect, test } from 'vitest'

const { networkFaults, networkSettings, NETWORK_RULES } = createRequire(import.meta.url)(
  '../../infra/network-settings.cjs',
)

const DEFAULTS = {
  network: 'public',
  privateAccess: 'endpoints',
  subnets: [],
  securityGroups: [],
  assignPublicIp: 'disabled',
}
const SUBNET = 'subnet-0123456789abcdef0'
const GROUP = 'sg-0123456789abcdef0'

test('a public network gives its tasks addresses of their own, a private one none', () => {
  expect(networkSettings(DEFAULTS)).toMatchObject({ assignPublicIp: 'ENABLED', layers: ['vpc', 'internet'] })
  for (const privateAccess of ['endpoints', 'nat', 'nat-per-zone']) {
    expect(networkSettings({ ...DEFAULTS, network: 'new', privateAccess })).toMatchObject({
      assignPublicIp: 'DISABLED',
      subnets: [{ Ref: 'PrivateSubnetA' }, { Ref: 'PrivateSubnetB' }],
    })
  }
})

test('only NAT needs a way to the internet', () => {
  const layersOf = (privateAccess: string) =>
    networkSettings({ ...DEFAULTS, network: 'new', privateAccess }).layers
  expect(layersOf('endpoints')).not.toContain('internet')
  expect(layersOf('nat')).toContain('internet')
  expect(layersOf('nat-per-zone')).toContain('internet')
})

test('an existing network is taken as it is given, and nothing is made', () => {
  const given = { network: 'existing', subnets: [SUBNET], securityGroups: [GROUP], assignPublicIp: 'enabled' }
  expect(networkFaults({ ...DEFAULTS, ...given })).toEqual([])
  expect(networkSettings({ ...DEFAULTS, ...given })).toEqual({
    layers: [],
    routeTables: [],
    subnets: [SUBNET],
    securityGroups: [GROUP],
    assignPublicIp: 'ENABLED',
    serviceDependsOn: ['ClusterCapacity'],
  })
})

test('an existing network without its ids is refused, and so are ids without one', () => {
  expect(networkFaults({ ...DEFAULTS, network: 'existing' })).toEqual([
    'subnets is empty, and has to name those of the network, since network is existing',
    'securityGroups is empty, and has to name those of the network, since network is existing',
  ])
  const given = { subnets: [SUBNET], securityGroups: [GROUP], assignPublicIp: 'enabled' }
  expect(networkFaults({ ...DEFAULTS, ...given })).toEqual(
    ['subnets', 'securityGroups', 'assignPublicIp'].map(
      (name) => `${name} is for network=existing alone, and network is public`,
    ),
  )
})

test('ids are taken as a list, each once and no more than a task may have', () => {
  const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 17, maxLength: 17 })
  fc.assert(
    fc.property(fc.uniqueArray(hex, { maxLength: 20 }), (digits) => {
      const ids = digits.map((digit) => `subnet-${digit}`)
      const { value, fault } = NETWORK_RULES.subnets(ids.join(', '))
      expect(value).toEqual(ids.length <= 16 ? ids : undefined)
      expect(fault === undefined).toBe(ids.length <= 16)
      if (ids.length > 0) expect(NETWORK_RULES.subnets([...ids, ids[0]].join()).fault).toBeDefined()
    }),
  )
  expect(
    NETWORK_RULES.securityGroups(Array.from({ length: 6 }, (_, i) => `sg-0000000${i}`).join()).fault,
  ).toBe('nothing, or up to 5 ids such as sg-0123456789abcdef0, each once, with commas between them')
})
