import { taskSeconds } from '../cost/task-cost.ts'
import { type Line, lineValue } from '../harness/line.ts'
import { fleetsOf } from '../scaling/fleets.ts'
import { outcomeTable } from '../scaling/outcome-table.ts'
import { type Outcome, simulate } from '../scaling/simulate.ts'
import { WORKLOADS } from '../scaling/workloads.ts'
import type { Measure } from './measure.ts'
import { SMALL_OBJECTS } from './small-objects.ts'

/** Where small files were not measured in this run. */
const FILES_PER_CORE = 80

/** The packaged policy on a simulated day: seconds for hours. */
export const scaling: Measure = {
  name: 'scaling',
  run: async (bench, done) => {
    const measured = done.find(({ name }) => name === SMALL_OBJECTS)
    const filesPerCore = measured ? lineValue(measured) : FILES_PER_CORE
    const filesPerSecond = 1 / taskSeconds(1 / filesPerCore)
    const fleets = fleetsOf(bench.packaged)
    const outcomes = WORKLOADS.flatMap((workload) =>
      fleets.map((fleet) => simulate(workload, fleet, filesPerSecond)),
    )
    bench.tell(`A task does ${filesPerSecond.toFixed(1)} files a second.\n${outcomeTable(outcomes)}`)
    return WORKLOADS.map(({ name }, place) =>
      lineOf(name, outcomes.slice(place * fleets.length, (place + 1) * fleets.length)),
    )
  },
}

/** The first fleet is ours. */
function lineOf(workload: string, outcomes: readonly Outcome[]): Line {
  const ours = outcomes[0] as Outcome
  return {
    name: `scaling ${workload}`,
    title: `${workload}: wait of 95 %, simulated`,
    unit: 's',
    ours: [ours.p95Seconds],
    naive: [],
    targets: [],
    raw: outcomes,
  }
}
