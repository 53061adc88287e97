import type { LaunchChoice } from '../launch/launch-ledger.ts'
import type { LoadItem } from '../load/ledger.ts'

/** The answer to the stop of a task, as the ledger keeps it with the load. */
export interface RecordedAnswer {
  readonly taskArn: string
  readonly launch: LaunchChoice
  /** ISO 8601: the launch begins no sooner. */
  readonly notBefore: string
  readonly fruitless: number
}

/** The ledger as the explanation of a stop sees it. */
export interface StopLedger {
  /** Open loads whose last attempt was this task's. An index answers, a second or so behind the ledger. */
  heldBy(taskArn: string): Promise<readonly LoadItem[]>
  /** One write on an open load whose attempt and launch are still those of `item`: records the stop and raises the launch. */
  answer(item: LoadItem, answer: RecordedAnswer): Promise<'done' | 'refused'>
}
