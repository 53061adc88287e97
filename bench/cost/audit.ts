import { costOf } from './prices.ts'
import type { CostLine } from './small-files.ts'
import { AUDIT_TASK, taskCost } from './task-cost.ts'

const RUNS_A_MONTH = 730
const VERSIONS_A_LIST = 1_000
/** As a run over 100,000 objects took on two busy cores: docs/audit.md. */
const SECONDS_A_VERSION = 17 / 100_000
/** Each version is looked up in the hours of its first two days, and once a week. */
const WEEKS_A_MONTH = 4.35
const READ_UNITS_A_LOOKUP = 0.5
const DAYS_A_MONTH = 30

/** US dollars a month for the hourly audit of a bucket that holds so many versions for the whole month. */
export function costOfAudit(versions: number): readonly CostLine[] {
  return [
    { what: 'LIST requests', usd: costOf('s3Put', (RUNS_A_MONTH * versions) / VERSIONS_A_LIST) },
    {
      what: 'looked up once a week',
      usd: costOf('dynamodbRead', WEEKS_A_MONTH * versions * READ_UNITS_A_LOOKUP),
    },
    { what: 'tasks', usd: taskCost(RUNS_A_MONTH * versions * SECONDS_A_VERSION, AUDIT_TASK) },
  ]
}

/** The same versions in a daily list of S3 Inventory. */
export function costOfInventory(versions: number): number {
  return costOf('s3InventoryObject', DAYS_A_MONTH * versions)
}
