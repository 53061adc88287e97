import { createLog } from '../../../../shared/platform/log.ts'
import { createQueueWorker, type QueueWorkerDeps } from '../../../../shared/queue/create-queue-worker.ts'
import type { MessageFate, QueueMessage } from '../../../../shared/queue/message.ts'
import { createTestClock } from '../../load/support/test-clock.ts'
import { createFakeProtection } from './fake-protection.ts'
import { createFakeQueue } from './fake-queue.ts'

interface Work {
  readonly id: string
  readonly signal: AbortSignal
  end(fate: MessageFate): void
  fail(error: Error): void
}

export const done: MessageFate = { kind: 'done' }

/** Longer than receives and deletions wait for more to ask for. */
const GATHERED_MS = 250

/** A worker at its first poll. Work ends when the test says so, and in no other way. */
export async function startWorker(
  options: Partial<Pick<QueueWorkerDeps, 'objectsAtOnce' | 'bytesAtOnce' | 'bytesOf' | 'random'>> = {},
) {
  const queue = createFakeQueue()
  const protection = createFakeProtection()
  const clock = createTestClock()
  const stop = new AbortController()
  const handBack = new AbortController()
  const works: Work[] = []
  const lines: Record<string, unknown>[] = []
  const worker = createQueueWorker({
    queue,
    protection,
    clock,
    random: () => 0,
    handBack: handBack.signal,
    log: createLog('load-queue', (line) => lines.push(JSON.parse(line)), clock.now),
    bytesOf: () => 0,
    handle: ({ id }, { signal }) => {
      const { promise, resolve, reject } = Promise.withResolvers<MessageFate>()
      works.push({ id, signal, end: resolve, fail: reject })
      return promise
    },
    ...options,
  })
  const ran = worker.run(stop.signal)
  const settle = () => clock.advance(0)
  await settle()

  return {
    ...{ ran, clock, queue, protection, settle, lines },
    stop: () => stop.abort(),
    handBack: () => handBack.abort(),
    /** Lets the worker ask for what it waits to ask together. */
    gather: () => clock.advance(GATHERED_MS),
    work: (id: string) => {
      const found = works.findLast((work) => work.id === id)
      if (!found) throw new Error(`${id} is not at work`)
      return found
    },
    deliver: async (...messages: readonly QueueMessage[]) => {
      queue.deliver(...messages)
      await settle()
    },
    started: () => works.map(({ id }) => id),
  }
}
