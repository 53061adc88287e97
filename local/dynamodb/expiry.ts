import type { Site } from '../site.ts'
import { deleteExpired } from './delete-expired.ts'
import type { Store } from './store.ts'

/** DynamoDB says "within a few days"; here a person waits for it. */
const PAUSE_MS = 30_000
/** A look reads whole tables: the pause after it is at least so many times as long. */
const PAUSE_PER_LOOK = 20

/** Looks for items whose time to live has passed, now and again. */
export function startExpiry(store: Store, { clock, logs }: Site): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const ended = run()

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const began = clock.now()
      await deleteExpired(store, began, stopping.signal).catch((error: unknown) =>
        logs.say('dynamodb', `Items whose time to live has passed were not deleted: ${String(error)}`),
      )
      const pause = Math.max(PAUSE_MS, PAUSE_PER_LOOK * (clock.now() - began))
      await clock.sleep(pause, stopping.signal).catch((error: unknown) => {
        if (!stopping.signal.aborted) throw error
      })
    }
  }

  return {
    stop: async () => {
      stopping.abort()
      await ended
    },
  }
}
