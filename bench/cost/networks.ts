import { costOf } from './prices.ts'
import type { CostLine } from './small-files.ts'

const MONTH_HOURS = 730
const ZONES = 2
/** As infra/network/endpoints.yml has them. */
export const INTERFACE_ENDPOINTS = 6

/** US dollars a month for a network in which so many tasks run, without what goes through it. */
export function costOfNetworks(tasks: number): Readonly<Record<string, readonly CostLine[]>> {
  const gateways = (count: number) => costOf('natHour', count * MONTH_HOURS)
  const addresses = (count: number) => costOf('publicAddressHour', count * MONTH_HOURS)
  return {
    public: [{ what: 'public addresses', usd: addresses(tasks) }],
    endpoints: [
      {
        what: 'interface endpoints',
        usd: costOf('endpointHour', INTERFACE_ENDPOINTS * ZONES * MONTH_HOURS),
      },
    ],
    nat: [
      { what: 'NAT gateways', usd: gateways(1) },
      { what: 'public addresses', usd: addresses(1) },
    ],
    'nat-per-zone': [
      { what: 'NAT gateways', usd: gateways(ZONES) },
      { what: 'public addresses', usd: addresses(ZONES) },
    ],
  }
}
