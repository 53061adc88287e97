import { costOfSmallFiles, costOfTaskForEach, type FileWork, sumOf } from '../cost/small-files.ts'
import type { Bench, Sample } from '../harness/bench.ts'
import type { Who } from '../harness/programs.ts'
import { median } from '../harness/statistics.ts'
import { inTurn, type Measure, peakMb } from './measure.ts'

export const SMALL_OBJECTS = 'small-objects'

const ROWS_AN_OBJECT = 1_000
const OUR_SHARE = 3 / 5
/** For a run about as long as ours: both processes start cold, and what that costs shall weigh alike. */
const NAIVE_SHARE = 1 / 12
const TRIED_SHARE = 1 / 25
const MILLION = 1_000_000
/** As one would write the loop: one message after the other, or all of a long poll at once. */
const NAIVE_AT_ONCE = [1, 10]

const SERVICES = [
  { name: 's3', title: 'S3', counts: (request: string) => request.startsWith('S3 ') },
  { name: 'sqs', title: 'SQS', counts: (request: string) => request.startsWith('SQS ') },
  {
    name: 'ledger',
    title: 'DynamoDB, without rows',
    counts: (request: string) => request.startsWith('DynamoDB ') && request !== 'DynamoDB BatchWriteItem',
  },
] as const

/** Many files of a thousand rows, each a message, through the worker of the queue until every message is deleted. */
export const smallObjects: Measure = {
  name: SMALL_OBJECTS,
  run: async (bench) => {
    const atOnce = await betterForNaive(bench)
    const { ours, naive } = await inTurn(
      (verified) => load(bench, 'ours', { share: OUR_SHARE, verified }),
      (verified) => load(bench, 'naive', { share: NAIVE_SHARE, verified, atOnce }),
    )
    const work = median(ours.map(({ cpuSeconds, rows }) => (cpuSeconds * ROWS_AN_OBJECT) / rows))
    const file: FileWork = { cpuSeconds: work, requests: requestsPerFile(ours[0] as Sample) }
    return [
      {
        name: SMALL_OBJECTS,
        title: `${ROWS_AN_OBJECT}-row files, queue`,
        unit: 'files/s/core',
        ours: ours.map(filesPerCore),
        naive: naive.map(filesPerCore),
        targets: [{ kind: 'times-naive', value: 10 }],
        peakMb: peakMb(ours),
        raw: [...ours, ...naive],
      },
      ...SERVICES.map(({ name, title, counts }) => ({
        name: `${SMALL_OBJECTS}-${name}`,
        title: `requests a file: ${title}`,
        unit: '',
        ours: ours.map((sample) => requestsOf(sample, counts)),
        naive: naive.map((sample) => requestsOf(sample, counts)),
        targets: [],
        raw: [],
      })),
      {
        name: `${SMALL_OBJECTS}-cost`,
        title: 'a million files (naive: a task each)',
        unit: '$',
        ours: [sumOf(costOfSmallFiles(file, MILLION))],
        naive: [sumOf(costOfTaskForEach(file, MILLION))],
        targets: [],
        raw: [file, ...costOfSmallFiles(file, MILLION)],
      },
    ]
  },
}

async function betterForNaive(bench: Bench): Promise<number> {
  const tried = []
  for (const atOnce of NAIVE_AT_ONCE) {
    const sample = await load(bench, 'naive', { share: TRIED_SHARE, verified: false, atOnce })
    tried.push({ atOnce, speed: filesPerCore(sample) })
  }
  const [best] = tried.toSorted((a, b) => b.speed - a.speed)
  return best?.atOnce ?? 1
}

interface Run {
  readonly share: number
  readonly verified: boolean
  readonly atOnce?: number
}

async function load(bench: Bench, who: Who, { share, ...run }: Run): Promise<Sample> {
  const objects = Math.max(2, Math.round((bench.rows * share) / ROWS_AN_OBJECT))
  const files = []
  for (let place = 0; place < objects; place++)
    files.push(await bench.inputs.make({ format: 'csv', from: place * ROWS_AN_OBJECT, rows: ROWS_AN_OBJECT }))
  return bench.load({ who, dataset: 'csv', files, ...run })
}

function filesPerCore({ rows, cpuSeconds }: Sample): number {
  return rows / ROWS_AN_OBJECT / cpuSeconds
}

function requestsPerFile({ requests, rows }: Sample): Readonly<Record<string, number>> {
  const files = rows / ROWS_AN_OBJECT
  return Object.fromEntries(Object.entries(requests).map(([name, count]) => [name, count / files]))
}

function requestsOf(sample: Sample, counts: (request: string) => boolean): number {
  return Object.entries(requestsPerFile(sample)).reduce(
    (sum, [name, count]) => (counts(name) ? sum + count : sum),
    0,
  )
}
