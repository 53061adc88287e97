import type { Who } from '../harness/programs.ts'
import type { Measure } from './measure.ts'
import { inTurn, peakMb } from './measure.ts'

/** A task for a file of one row: what starting, claiming and settling cost, and what every other figure holds of it. */
export const task: Measure = {
  name: 'task',
  run: async (bench) => {
    const file = await bench.inputs.make({ format: 'csv', from: 0, rows: 1 })
    const load = (who: Who) => (verified: boolean) =>
      bench.load({ who, dataset: 'csv', files: [file], verified })
    const { ours, naive } = await inTurn(load('ours'), load('naive'))
    return [
      {
        name: 'task',
        title: 'a task for one row',
        unit: 'ms of CPU',
        ours: ours.map(({ cpuSeconds }) => cpuSeconds * 1000),
        naive: naive.map(({ cpuSeconds }) => cpuSeconds * 1000),
        targets: [],
        peakMb: peakMb(ours),
        raw: [...ours, ...naive],
      },
    ]
  },
}
