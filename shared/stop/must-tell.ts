import { isTerminal } from '../load/ledger.ts'
import type { Explanation } from './explanation.ts'
import { isNormalStop } from './stop-class.ts'

/** Which stops people hear of. */
export type Notify = 'problems' | 'all' | 'none'

/** A normal end is told only where everything is, or where it interrupted a load. */
export function mustTell(
  explanation: Pick<Explanation, 'cause' | 'loads' | 'task'>,
  notify: Notify,
): boolean {
  if (notify === 'none') return false
  if (notify === 'all' || !isNormalStop(explanation.cause)) return true
  return explanation.loads.some(
    ({ item }) => item && !isTerminal(item.status) && item.taskArn === explanation.task.taskArn,
  )
}
