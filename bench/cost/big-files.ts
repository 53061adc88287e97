import { RANGE_BYTES, ROW_BYTES } from './measured.ts'
import { costOf } from './prices.ts'
import type { CostLine } from './small-files.ts'
import { type TaskRate, taskCost } from './task-cost.ts'

export const TERABYTE = 1e12
/** The quota of a table: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html */
const TABLE_WRITES_A_SECOND = 40_000

/** What CSV costs in large files, one after the other, each in a task of this size, which runs for as long as the table takes. */
export function costOfBigFiles(bytes: number, task: TaskRate): readonly CostLine[] {
  const rows = bytes / ROW_BYTES
  return [
    { what: 'rows', usd: costOf('dynamodbWrite', rows) },
    { what: 'S3', usd: costOf('s3Get', bytes / RANGE_BYTES) },
    { what: 'tasks', usd: taskCost(writeSeconds(rows), task) },
  ]
}

/** How long a table takes for so many rows, at the least. */
export function writeSeconds(rows: number): number {
  return rows / TABLE_WRITES_A_SECOND
}
