import { median } from '../harness/statistics.ts'
import { type Measure, ROUNDS } from './measure.ts'

const VERSIONS = 100_000
const VERSIONS_FULL = 1_000_000
/** Ten million versions in its half of the hour, 1,500 s, on the half core that its task has. */
const VERSIONS_PER_CORE_MIN = 13_400
/** Of the 1 GiB that its task has. */
const PEAK_MB_MAX = 256

/** A run of the audit over a bucket in which nothing is lost: listing it, and looking each version up in the ledger. */
export const audit: Measure = {
  name: 'audit',
  run: async (bench) => {
    const each = (bench.full ? VERSIONS_FULL : VERSIONS) / 2
    const samples = []
    for (let round = 0; round < ROUNDS; round++) samples.push(await bench.audit({ csv: each, ndjson: each }))
    const peaks = samples.map(({ peakBytes }) => peakBytes / 1e6)
    return [
      {
        name: 'audit',
        title: `audit of ${(2 * each).toLocaleString('en')} versions`,
        unit: 'versions/s/core',
        ours: samples.map(({ versions, cpuSeconds }) => versions / cpuSeconds),
        naive: [],
        targets: [{ kind: 'at-least', value: VERSIONS_PER_CORE_MIN }],
        wall: median(samples.map(({ versions, wallSeconds }) => versions / wallSeconds)),
        serverShare: median(samples.map(({ serverShare }) => serverShare)),
        raw: samples,
      },
      {
        name: 'audit-memory',
        title: 'peak memory of the audit',
        unit: 'MB',
        ours: peaks,
        naive: [],
        targets: [{ kind: 'at-most', value: PEAK_MB_MAX }],
        raw: [],
      },
    ]
  },
}
