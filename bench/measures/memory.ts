import type { Measure } from './measure.ts'

const PEAK_MB_MAX = 130
/** Rows of about 105 bytes. */
const SIZES = [
  { name: 'memory-10mb', title: 'peak memory, 10 MB of CSV', rows: 100_000, fullOnly: false },
  { name: 'memory-100mb', title: 'peak memory, 100 MB of CSV', rows: 1_000_000, fullOnly: false },
  { name: 'memory-2gb', title: 'peak memory, 2 GB of CSV', rows: 20_000_000, fullOnly: true },
] as const

/** One run each: a peak is no average. */
export const memory: readonly Measure[] = SIZES.map(({ name, title, rows, fullOnly }) => ({
  name,
  run: async (bench) => {
    if (fullOnly && !bench.full) return []
    const file = await bench.inputs.make({ format: 'csv', from: 0, rows })
    const sample = await bench.load({ who: 'ours', dataset: 'csv', files: [file] })
    return [
      {
        name,
        title,
        unit: 'MB',
        ours: [sample.peakBytes / 1e6],
        naive: [],
        targets: [{ kind: 'at-most', value: PEAK_MB_MAX }],
        wall: sample.rows / sample.wallSeconds,
        serverShare: sample.serverShare,
        raw: [sample],
      },
    ]
  },
}))
