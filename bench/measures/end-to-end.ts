import type { Bench } from '../harness/bench.ts'
import type { Packing } from '../harness/inputs.ts'
import { type Line, lineValue, type Target } from '../harness/line.ts'
import type { DatasetName } from '../input/datasets.ts'
import type { InputFormat } from '../input/write-input.ts'
import { inTurn, type Measure, rowsLine } from './measure.ts'

/** The naive loader gets fewer rows, so that its runs take about as long as ours. */
const NAIVE_SHARE = 1 / 25
/** One request a row: fewer rows, for both. */
const INSERT_SHARE = 1 / 20
const NAIVE_INSERT_SHARE = 1 / 250

interface Kind {
  readonly name: string
  readonly title: string
  readonly dataset: DatasetName
  readonly format: InputFormat
  readonly packing?: Packing
  readonly share: number
  readonly naiveShare: number
  targets(plain: Line | undefined): readonly Target[]
}

/** Rows enough that the start of a process is little of it. More would take the whole run over five minutes. */
const PLAIN = { share: 1.5, naiveShare: NAIVE_SHARE }
const OTHERS = { share: 0.75, naiveShare: NAIVE_SHARE }
const atLeast = (value: number) => [{ kind: 'at-least', value }] as const

const KINDS: readonly Kind[] = [
  {
    name: 'csv',
    title: 'CSV, end to end',
    dataset: 'csv',
    format: 'csv',
    ...PLAIN,
    targets: () => [...atLeast(400_000), { kind: 'times-naive', value: 15 }],
  },
  {
    name: 'ndjson',
    title: 'NDJSON, end to end',
    dataset: 'ndjson',
    format: 'ndjson',
    ...OTHERS,
    targets: () => atLeast(300_000),
  },
  {
    name: 'gzip',
    title: 'CSV in gzip, end to end',
    dataset: 'csv',
    format: 'csv',
    packing: 'gzip',
    ...OTHERS,
    targets: () => atLeast(300_000),
  },
  {
    name: 'zstd',
    title: 'CSV in zstd, end to end',
    dataset: 'csv',
    format: 'csv',
    packing: 'zstd',
    ...OTHERS,
    targets: () => atLeast(300_000),
  },
  {
    name: 'quoted',
    title: 'quoted, multi-line, UTF-8 CSV',
    dataset: 'csv',
    format: 'quoted-csv',
    ...PLAIN,
    targets: (plain) =>
      plain ? [{ kind: 'share-of', what: 'plain CSV', of: lineValue(plain), value: 0.8 }] : [],
  },
  {
    name: 'insert',
    title: 'insert: a conditional PutItem a row',
    dataset: 'insert',
    format: 'csv',
    share: INSERT_SHARE,
    naiveShare: NAIVE_INSERT_SHARE,
    targets: () => atLeast(25_000),
  },
]

/** Each is a whole task: from the claim in the ledger to its end, by the packaged worker. */
export const endToEnd: readonly Measure[] = KINDS.map((kind) => ({
  name: kind.name,
  run: async (bench, done) => {
    const samples = await inTurn(
      (verified) => load(bench, kind, 'ours', verified),
      (verified) => load(bench, kind, 'naive', verified),
    )
    const plain = done.find(({ name }) => name === 'csv')
    return [rowsLine(kind.name, kind.title, samples, kind.targets(plain))]
  },
}))

async function load(bench: Bench, kind: Kind, who: 'ours' | 'naive', verified: boolean) {
  const { dataset, format, packing } = kind
  const rows = Math.round(bench.rows * (who === 'ours' ? kind.share : kind.naiveShare))
  const file = await bench.inputs.make({ format, from: 0, rows, ...(packing ? { packing } : {}) })
  return bench.load({ who, dataset, files: [file], verified })
}
