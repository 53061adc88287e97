import type { Ledger, LoadItem } from './ledger.ts'
import type { LoadStatus } from './outcome.ts'

/** What an open load does not know yet, and a settled one does. */
const OF_THE_END: readonly (keyof LoadItem)[] = [
  ...(['checkpoint', 'owner', 'error', 'settledAt', 'startedAt', 'rejectsKey'] as const),
  ...(['rowsRead', 'rowsWritten', 'rowsRejected', 'rowsDuplicate', 'bytes'] as const),
]

/**
 * Opens a settled load again, in one write. The attempt moves, so the message that asked for it asks no second time.
 * `refused`: the item is no longer as it was read, or this happened already.
 */
export async function reopen(
  ledger: Pick<Ledger, 'change'>,
  item: LoadItem,
  now: number,
  from: readonly LoadStatus[] = ['failed'],
): Promise<'done' | 'refused'> {
  const time = new Date(now).toISOString()
  return ledger.change(
    { object: item.object, version: item.version },
    { kind: 'at', attempt: item.attempt, statuses: from },
    {
      set: {
        status: 'queued',
        statusAt: time,
        queuedAt: time,
        attempt: item.attempt + 1,
        fruitless: 0,
        launch: { ...item.launch, number: (item.launch?.number ?? 1) + 1 },
      },
      remove: OF_THE_END,
    },
  )
}
