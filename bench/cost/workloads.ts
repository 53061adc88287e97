import { writeSeconds } from './big-files.ts'
import { costOfIdleMonth } from './idle.ts'
import { RANGE_BYTES, ROW_BYTES, SMALL_FILE } from './measured.ts'
import { costOf } from './prices.ts'
import { costOfCalls, costOfSmallFiles, sumOf } from './small-files.ts'
import { LARGE_TASK, SMALL_TASK, TASK_SECONDS_MIN, taskCost } from './task-cost.ts'

const GB = 1e9
/** The defaults of routeBytes, and of the size from which a task is larger. */
const ROUTE_BYTES = 64 * 1024 ** 2
const LARGE_FROM_BYTES = 1024 ** 3
/** A task is paid for from the pull of its image on. */
const TASK_START_SECONDS = 30
/** A row in its table has its names with it. */
const STORED_BYTES_A_ROW = 2 * ROW_BYTES

export interface Workload {
  readonly files: number
  /** Of each file. */
  readonly bytes: number
}

export const WORKLOADS: readonly Workload[] = [
  { files: 10_000, bytes: 100_000 },
  { files: 100_000, bytes: 100_000 },
  { files: 1_000_000, bytes: 100_000 },
  { files: 10_000, bytes: 10_000_000 },
  { files: 1_000, bytes: 100_000_000 },
  { files: 10_000, bytes: 100_000_000 },
  { files: 100, bytes: 10_000_000_000 },
]

export interface WorkloadCost {
  readonly gb: number
  readonly rows: number
  /** US dollars a month: of the stack as it stands there, of the files without their rows, of writing the rows. */
  readonly stack: number
  readonly loads: number
  readonly writes: number
  /** And of keeping all of a month, files and rows, for another month. */
  readonly stored: number
}

export function costOfWorkload({ files, bytes }: Workload): WorkloadCost {
  const rows = (files * bytes) / ROW_BYTES
  return {
    gb: (files * bytes) / GB,
    rows,
    stack: sumOf(costOfIdleMonth(2)),
    loads: bytes <= ROUTE_BYTES ? throughService(files, bytes) : withOwnTasks(files, bytes),
    writes: costOf('dynamodbWrite', rows),
    stored:
      costOf('s3GbMonth', (files * bytes) / GB) + costOf('dynamodbGbMonth', (rows * STORED_BYTES_A_ROW) / GB),
  }
}

/** The two tasks of the stack do the work of these by the way. */
function throughService(files: number, bytes: number): number {
  const lines = costOfSmallFiles(SMALL_FILE, files).filter(({ what }) => what !== 'tasks')
  return sumOf(lines) + costOf('s3Get', files * (Math.ceil(bytes / RANGE_BYTES) - 1))
}

function withOwnTasks(files: number, bytes: number): number {
  const seconds = Math.max(TASK_SECONDS_MIN, TASK_START_SECONDS + writeSeconds(bytes / ROW_BYTES))
  const size = bytes >= LARGE_FROM_BYTES ? LARGE_TASK : SMALL_TASK
  return throughService(files, bytes) + costOfCalls(files) + taskCost(seconds * files, size)
}
