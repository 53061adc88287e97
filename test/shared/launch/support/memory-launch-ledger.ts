import type { LaunchLedger } from '../../../../shared/launch/launch-ledger.ts'
import { isTerminal } from '../../../../shared/load/ledger.ts'
import { objectName } from '../../../../shared/load/object-version.ts'
import type { MemoryLedger } from '../../load/support/memory-ledger.ts'

/** What a launch sees of a ledger in memory. */
export function createMemoryLaunchLedger(ledger: MemoryLedger): LaunchLedger {
  return {
    enter: async (object, launch, now) => {
      const id = { object: objectName(object), version: object.versionId }
      const found = await ledger.read(id)
      if (found) return found
      const time = new Date(now).toISOString()
      ledger.put({
        ...id,
        status: 'queued',
        statusAt: time,
        queuedAt: time,
        attempt: 0,
        fruitless: 0,
        launch,
        ...(object.sizeBytes === undefined ? {} : { size: object.sizeBytes }),
      })
      return 'entered'
    },
    raise: async (item, launch) => {
      const found = await ledger.read(item)
      if (!found || isTerminal(found.status) || found.launch?.number !== item.launch?.number) return 'refused'
      ledger.put({ ...found, launch: { ...found.launch, ...launch } })
      return 'done'
    },
  }
}
