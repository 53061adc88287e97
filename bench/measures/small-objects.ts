import type { Bench } from '../harness/bench.ts'
import type { Who } from '../harness/programs.ts'
import { inTurn, type Measure, peakMb } from './measure.ts'

const ROWS_AN_OBJECT = 1_000
const OUR_SHARE = 1 / 4
const NAIVE_SHARE = 1 / 50

/** Many files of a thousand rows, each a message, through the worker of the queue until every message is deleted. */
export const smallObjects: Measure = {
  name: 'small-objects',
  run: async (bench) => {
    const { ours, naive } = await inTurn(
      (verified) => load(bench, 'ours', OUR_SHARE, verified),
      (verified) => load(bench, 'naive', NAIVE_SHARE, verified),
    )
    const perCore = ({ rows, cpuSeconds }: (typeof ours)[number]) => rows / ROWS_AN_OBJECT / cpuSeconds
    return [
      {
        name: 'small-objects',
        title: `${ROWS_AN_OBJECT}-row files, queue`,
        unit: 'files/s/core',
        ours: ours.map(perCore),
        naive: naive.map(perCore),
        targets: [{ kind: 'times-naive', value: 10 }],
        peakMb: peakMb(ours),
        raw: [...ours, ...naive],
      },
    ]
  },
}

async function load(bench: Bench, who: Who, share: number, verified: boolean) {
  const objects = Math.max(2, Math.round((bench.rows * share) / ROWS_AN_OBJECT))
  const files = []
  for (let place = 0; place < objects; place++)
    files.push(await bench.inputs.make({ format: 'csv', from: place * ROWS_AN_OBJECT, rows: ROWS_AN_OBJECT }))
  return bench.load({ who, dataset: 'csv', files, verified })
}
