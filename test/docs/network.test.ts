import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { INTERFACE_ENDPOINTS } from '../../bench/cost/networks.ts'
import { PRICES_OF } from '../../bench/cost/prices.ts'
import { networkTable } from '../../bench/cost/tables.ts'
import { codes, tableRows } from './tables.ts'

const root = join(import.meta.dirname, '../..')
const page = readFileSync(join(root, 'docs/network.md'), 'utf8')
const { NETWORK_RULES } = createRequire(import.meta.url)('../../infra/network-settings.cjs')

function servicesOf(layer: string): string[] {
  const text = readFileSync(join(root, 'infra/network', `${layer}.yml`), 'utf8')
  return [...text.matchAll(/com\.amazonaws\.\$\{AWS::Region\}\.([a-z0-9.]+)/g)].map(([, name = '']) => name)
}

test('the page names every network and every way out of a private one', () => {
  const rows = tableRows('network.md', 'Where tasks run')
  for (const [parameter, column] of [
    ['network', 0],
    ['privateAccess', 1],
  ] as const) {
    const named = [...new Set(rows.flatMap((cells) => codes(cells[column])))]
    const { fault } = NETWORK_RULES[parameter]('none of them')
    expect(named.join(' or ')).toBe(fault)
  }
})

test('the page names every API that an existing network has to reach', () => {
  const named = tableRows('network.md', 'An existing network').flatMap(([, endpoint]) => codes(endpoint))
  expect(named.sort()).toEqual([...servicesOf('vpc'), ...servicesOf('endpoints')].sort())
})

test('the page has what networks cost, by the prices of the day it tells', () => {
  expect(servicesOf('endpoints')).toHaveLength(INTERFACE_ENDPOINTS)
  expect(page).toContain(networkTable())
  expect(page).toContain(`${PRICES_OF.region} on ${PRICES_OF.date}`)
})
