import type { Clock } from '../../clock.ts'
import type { TaskSample } from '../sources.ts'
import type { ProcessReading } from './read-process.ts'

const UNITS_PER_CORE = 1024
const BYTES_PER_MIB = 1024 * 1024
// A process here may take more than its task was given; a task of Fargate cannot.
const PERCENT_MAX = 100

interface Utilization {
  /** Percent of what the tasks were given. Absent where nothing could be read, or, of CPU, for the first time. */
  readonly cpu?: number
  readonly memory?: number
}

/** Asked minute by minute, says what the tasks of a service used since it was asked before. `clock` is in real time. */
export function createUtilization(
  clock: Pick<Clock, 'now'>,
  readProcess: (pid: number) => ProcessReading | undefined,
): (tasks: readonly TaskSample[]) => Utilization {
  const before = new Map<number, { readonly cpuSeconds: number; readonly at: number }>()

  function measure({ pids, cpuUnits, memoryMib }: TaskSample) {
    const at = clock.now()
    const given = { cpuSeconds: 0, bytes: memoryMib * BYTES_PER_MIB }
    const used = { cpuSeconds: 0, bytes: 0 }
    for (const pid of pids) {
      const reading = readProcess(pid)
      const last = before.get(pid)
      if (!reading) {
        before.delete(pid)
        continue
      }
      before.set(pid, { cpuSeconds: reading.cpuSeconds, at })
      used.bytes += reading.residentBytes
      if (!last) continue
      used.cpuSeconds += reading.cpuSeconds - last.cpuSeconds
      given.cpuSeconds = ((at - last.at) / 1000) * (cpuUnits / UNITS_PER_CORE)
    }
    return { given, used }
  }

  return (tasks) => {
    const measured = tasks.map(measure).filter(({ used }) => used.bytes > 0)
    const percent = (unit: 'cpuSeconds' | 'bytes') => {
      const given = measured.reduce((sum, each) => sum + each.given[unit], 0)
      const used = measured.reduce((sum, each) => sum + each.used[unit], 0)
      return given > 0 ? Math.min(PERCENT_MAX, (100 * used) / given) : undefined
    }
    const [cpu, memory] = [percent('cpuSeconds'), percent('bytes')]
    return { ...(cpu === undefined ? {} : { cpu }), ...(memory === undefined ? {} : { memory }) }
  }
}
