import { expect, test } from 'vitest'
import type { MessageStore, StoredMessage } from '../../../local/sqs/message-store.ts'
import type { Queue } from '../../../local/sqs/queue-store.ts'
import { createReceiveMessages } from '../../../local/sqs/receive-messages.ts'
import { createWakeups } from '../../../local/sqs/wakeups.ts'

test('a message that becomes visible between the look and the wait is not slept through', async () => {
  let now = 0
  // Every look at the clock takes a millisecond; the message shows at the fourth.
  const clock = { now: () => now++, sleep: async () => {} }
  const visibleAt = 3
  const messages = {
    take: () => (clock.now() >= visibleAt ? [{ body: 'one' } as StoredMessage] : []),
    nextVisibleAt: (_queue: Queue, since: number) => (visibleAt > since ? visibleAt : undefined),
  } as unknown as MessageStore
  const receive = createReceiveMessages({ clock, messages, wakeups: createWakeups(), closed: () => false })
  const start = performance.now()
  const found = await receive({ name: 'loads' } as Queue, {
    max: 1,
    waitSeconds: 5,
    visibilitySeconds: 30,
    signal: new AbortController().signal,
  })
  expect(found).toMatchObject([{ body: 'one' }])
  expect(performance.now() - start).toBeLessThan(1_000)
})
