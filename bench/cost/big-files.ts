import { RANGE_BYTES, ROW_BYTES } from './measured.ts'
import { costOf } from './prices.ts'
import type { CostLine } from './small-files.ts'
import { taskCost } from './task-cost.ts'

export const TERABYTE = 1e12
/** The quota of a table: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html */
const TABLE_WRITES_A_SECOND = 40_000

/** What CSV costs in large files. A task runs for as long as the table takes. */
export function costOfBigFiles(bytes: number): readonly CostLine[] {
  const rows = bytes / ROW_BYTES
  return [
    { what: 'rows', usd: costOf('dynamodbWrite', rows) },
    { what: 'S3', usd: costOf('s3Get', bytes / RANGE_BYTES) },
    { what: 'tasks', usd: taskCost(rows / TABLE_WRITES_A_SECOND) },
  ]
}
