import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'

// The layers of each network, put together as the package step does; the packaged templates have some of them alone.

const { networkSettings } = createRequire(import.meta.url)('../../infra/network-settings.cjs')
const network = createRequire(import.meta.url)('../../infra/network.cjs')
const root = join(import.meta.dirname, '../..')
/** What the rest of the template has, and the policies of endpoints name. */
const ELSEWHERE = [
  'Cluster',
  'LandingBucket',
  'Launches',
  'LaunchesDeadLetter',
  'Ledger',
  'Loads',
  'LoadsDeadLetter',
  'ResultsBucket',
  'WorkerLogs',
]
const NETWORKS = [
  ['public', 'endpoints'],
  ['new', 'endpoints'],
  ['new', 'nat'],
  ['new', 'nat-per-zone'],
  ['existing', 'endpoints'],
] as const
const customTags = ['Ref', 'GetAtt', 'Sub', 'Select', 'GetAZs'].flatMap((name) => [
  { tag: `!${name}`, resolve: (text: string) => ({ [name]: text }) },
  { tag: `!${name}`, collection: 'seq' as const, resolve: (list: object) => ({ [name]: list }) },
])

async function networkOf(kind: string, privateAccess: string) {
  const given = { network: kind, privateAccess, subnets: [], securityGroups: [], assignPublicIp: 'disabled' }
  const settings = networkSettings(given)
  const { Resources } = await network({
    resolveVariable: async (variable: string) => {
      if (variable === 'self:custom.settings.network.layers') return settings.layers
      const [, file = ''] = /^file\((.*)\)$/.exec(variable) ?? []
      return parse(readFileSync(join(root, file), 'utf8'), { customTags, merge: true })
    },
  })
  return { settings, resources: Resources as Record<string, { Type: string; DependsOn?: string | string[] }> }
}

/** Names of other resources in one of them. */
function namedIn(resource: { DependsOn?: string | string[] } | undefined): string[] {
  const text = JSON.stringify(resource)
  const references = text.matchAll(/"(?:Ref|GetAtt)":"(\w+)[."]|\$\{([A-Z]\w+)(?:\.\w+)?\}/g)
  return [
    ...[...references].map(([, reference, inText]) => reference ?? inText ?? ''),
    ...[resource?.DependsOn ?? []].flat(),
  ].filter((name) => name !== 'AWS')
}

describe.each(NETWORKS)('the network %s by %s', (kind, privateAccess) => {
  test('names nothing that is not there', async () => {
    const { resources, settings } = await networkOf(kind, privateAccess)
    const there = [...Object.keys(resources), ...ELSEWHERE]
    for (const [name, resource] of Object.entries(resources)) {
      expect(
        namedIn(resource).filter((other) => !there.includes(other)),
        name,
      ).toEqual([])
    }
    const used = [...settings.subnets, ...settings.securityGroups, ...settings.routeTables]
    for (const { Ref } of used) expect(resources).toHaveProperty(Ref)
  })

  test('is whole before the service starts', async () => {
    const { resources, settings } = await networkOf(kind, privateAccess)
    const before = new Set<string>([...settings.serviceDependsOn, ...settings.routeTables.map(refOf)])
    const beside = [...settings.subnets, ...settings.securityGroups].map(refOf)
    for (const name of beside) before.add(name)
    for (const name of before) {
      if (!Object.hasOwn(resources, name)) continue
      for (const other of namedIn(resources[name])) before.add(other)
    }
    expect(Object.keys(resources).filter((name) => !before.has(name))).toEqual([])
    const made = settings.serviceDependsOn.filter((name: string) => name !== 'ClusterCapacity')
    expect(made.filter((name: string) => !Object.hasOwn(resources, name))).toEqual([])
  })
})

test('one NAT gateway serves both zones, or each has its own', async () => {
  const { resources: shared } = await networkOf('new', 'nat')
  const { resources: own } = await networkOf('new', 'nat-per-zone')
  const gatewaysOf = (resources: object) =>
    Object.entries(resources)
      .filter(([name]) => name.startsWith('PrivateDefaultRoute'))
      .map(([, { Properties }]) => Properties.NatGatewayId.Ref)
  expect(gatewaysOf(shared)).toEqual(['NatGatewayA', 'NatGatewayA'])
  expect(gatewaysOf(own)).toEqual(['NatGatewayA', 'NatGatewayB'])
})

function refOf({ Ref }: { Ref: string }): string {
  return Ref
}
