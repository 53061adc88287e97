import type { Dataset } from './dataset.ts'
import type { Report } from './dataset-fault.ts'

const DEFAULT_PERCENT = 5

export function compileRejectLimit(
  limit: number | string | undefined,
  report: Report,
): Dataset['rejectLimit'] | undefined {
  if (limit === undefined) return { kind: 'percent', percent: DEFAULT_PERCENT }
  if (typeof limit === 'number') return { kind: 'rows', rows: limit }
  const percent = Number(limit.replace('%', ''))
  if (percent <= 100) return { kind: 'percent', percent }
  report(['rejectLimit'], `rejectLimit: ${limit} is more than all rows. Write at most 100%`)
  return undefined
}
