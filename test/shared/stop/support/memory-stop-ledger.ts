import { isTerminal } from '../../../../shared/load/ledger.ts'
import type { StopLedger } from '../../../../shared/stop/stop-ledger.ts'
import type { MemoryLedger } from '../../load/support/memory-ledger.ts'

/** What a stop sees of a ledger in memory. */
export function createMemoryStopLedger(ledger: MemoryLedger): StopLedger {
  return {
    heldBy: async (taskArn) =>
      ledger.items().filter((item) => item.status === 'loading' && item.taskArn === taskArn),
    answer: async (item, { taskArn, launch, notBefore, fruitless }) => {
      const found = await ledger.read(item)
      const isAsRead =
        found?.attempt === item.attempt &&
        found.launch?.number === item.launch?.number &&
        !isTerminal(found.status)
      if (!isAsRead) return 'refused'
      const stops = [...(found.launch?.stops ?? []), taskArn]
      ledger.put({ ...found, fruitless, launch: { ...found.launch, ...launch, notBefore, stops } })
      return 'done'
    },
  }
}
