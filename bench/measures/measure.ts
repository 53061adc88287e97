import type { Bench, Sample } from '../harness/bench.ts'
import { type Line, ROWS_PER_CORE, type Target } from '../harness/line.ts'
import { median } from '../harness/statistics.ts'

export interface Measure {
  /** For `--only`. */
  readonly name: string
  run(bench: Bench, done: readonly Line[]): Promise<readonly Line[]>
}

export const ROUNDS = 3

/** Runs both in turn, so that what the machine does meanwhile meets both. The first run of each is checked, not timed. */
export async function inTurn(
  ours: (verified: boolean) => Promise<Sample>,
  naive?: (verified: boolean) => Promise<Sample>,
): Promise<{ readonly ours: readonly Sample[]; readonly naive: readonly Sample[] }> {
  const programs = naive ? [ours, naive] : [ours]
  const verified = []
  for (const program of programs) verified.push(await program(true))
  const timed: [Sample[], Sample[]] = [[], []]
  for (let round = 0; round < ROUNDS; round++) {
    for (const [place, program] of programs.entries()) {
      const sample = await program(false)
      refuseDifferent(sample, verified[place] as Sample)
      timed[place as 0 | 1].push(sample)
    }
  }
  return { ours: timed[0], naive: timed[1] }
}

/** A timed run must send what the checked one sent, byte for byte. */
function refuseDifferent(sample: Sample, verified: Sample): void {
  if (sample.checksum === verified.checksum && sample.itemBytes === verified.itemBytes) return
  throw new Error(
    `A timed run of ${sample.who} sent other bytes than its checked run: ${sample.itemBytes} with checksum ${sample.checksum}, not ${verified.itemBytes} with ${verified.checksum}`,
  )
}

/** A line in rows a second of CPU time. */
export function rowsLine(
  name: string,
  title: string,
  samples: { readonly ours: readonly Sample[]; readonly naive: readonly Sample[] },
  targets: readonly Target[],
): Line {
  const { ours, naive } = samples
  return {
    name,
    title,
    unit: ROWS_PER_CORE,
    ours: ours.map(rowsPerCore),
    naive: naive.map(rowsPerCore),
    targets,
    wall: median(ours.map(({ rows, wallSeconds }) => rows / wallSeconds)),
    peakMb: peakMb(ours),
    serverShare: median(ours.map(({ serverShare }) => serverShare)),
    raw: [...ours, ...naive],
  }
}

export function peakMb(samples: readonly Sample[]): number {
  return median(samples.map(({ peakBytes }) => peakBytes / 1e6))
}

function rowsPerCore({ rows, cpuSeconds }: Sample): number {
  return rows / cpuSeconds
}
