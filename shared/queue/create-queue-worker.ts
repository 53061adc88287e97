import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import { createRemover } from './create-remover.ts'
import { growingDelay } from './growing-delay.ts'
import { type HiddenMessage, keepHidden, slept } from './keep-hidden.ts'
import {
  ALONE_FROM_RECEIVE,
  BATCH_MAX,
  OBJECTS_AT_ONCE,
  RECEIVE_BACKOFF_MS,
  RECEIVE_BACKOFF_MS_MAX,
  VISIBILITY_SECONDS,
  WAIT_SECONDS,
} from './limits.ts'
import type { HandleMessage, MessageFate, QueueMessage } from './message.ts'
import type { Queue } from './queue.ts'
import { fateOf } from './work-batch.ts'

export interface QueueWorkerDeps {
  readonly queue: Queue
  readonly handle: HandleMessage
  readonly clock: Clock
  readonly random: () => number
  readonly log: Log
  /** Aborts when what is in hand must be handed back: some time after the stop. */
  readonly handBack: AbortSignal
  readonly atOnce?: number
}

/** Works a queue off until it is stopped; a queue that fails does not end it. */
export function createQueueWorker(deps: QueueWorkerDeps) {
  const { queue, clock, random, log, handBack, atOnce = OBJECTS_AT_ONCE } = deps
  const remover = createRemover(deps)
  const atWork = new Set<Promise<void>>()
  /** Messages to be worked alone, waiting until nothing else is at work. */
  const suspects: HiddenMessage[] = []
  let suspectAtWork = false
  let handedBack = 0
  let failedReceives = 0
  let wake: () => void = () => undefined

  return { run }

  /** Resolves once nothing is in hand; tells how many messages went back before their work was done. */
  async function run(stop: AbortSignal): Promise<{ readonly handedBack: number }> {
    stop.addEventListener('abort', () => wake(), { once: true })
    while (!stop.aborted) {
      if (isFull()) await somethingChanges()
      else if (suspects.length > 0) beginAlone()
      else for (const message of await receive(stop)) await take(message, stop)
    }
    await drain()
    return { handedBack }
  }

  function isFull(): boolean {
    if (atWork.size === 0) return false
    return atWork.size >= atOnce || suspectAtWork || suspects.length > 0
  }

  function somethingChanges(): Promise<void> {
    return new Promise((resolve) => {
      wake = resolve
    })
  }

  async function receive(stop: AbortSignal): Promise<readonly QueueMessage[]> {
    const max = Math.min(atOnce - atWork.size, BATCH_MAX)
    try {
      const messages = await queue.receive({
        max,
        waitSeconds: WAIT_SECONDS,
        visibilitySeconds: VISIBILITY_SECONDS,
        signal: stop,
      })
      failedReceives = 0
      return messages
    } catch (error) {
      if (stop.aborted) return []
      const wait = Math.min(RECEIVE_BACKOFF_MS * 2 ** failedReceives++, RECEIVE_BACKOFF_MS_MAX)
      log.error('Queue could not be read: it is tried again', { error, failedReceives })
      await slept(clock, wait * (0.5 + random() / 2), stop)
      return []
    }
  }

  async function take(message: QueueMessage, stop: AbortSignal): Promise<void> {
    const ownLog = log.with({ messageId: message.id })
    const hidden = keepHidden(message, { queue, clock, log: ownLog })
    // An open poll may bring it after the stop: someone else is to have it at once.
    if (stop.aborted) await comeBack(hidden, 0)
    else if (message.receiveCount >= ALONE_FROM_RECEIVE) suspects.push(hidden)
    else begin(hidden)
  }

  function beginAlone(): void {
    const hidden = suspects.shift()
    if (!hidden) return
    suspectAtWork = true
    begin(hidden)
  }

  function begin(hidden: HiddenMessage): void {
    const work = workOne(hidden).finally(() => {
      atWork.delete(work)
      suspectAtWork = false
      wake()
    })
    atWork.add(work)
  }

  async function workOne(hidden: HiddenMessage): Promise<void> {
    const signal = AbortSignal.any([handBack, hidden.tooOld])
    const context = { signal, log: log.with({ messageId: hidden.message.id }) }
    await settle(hidden, await fateOf(hidden.message, deps.handle, context))
  }

  async function settle(hidden: HiddenMessage, fate: MessageFate): Promise<void> {
    const { message } = hidden
    switch (fate.kind) {
      case 'done':
        await hidden.release()
        return remover.remove(message)
      case 'later':
        return comeBack(hidden, growingDelay(fate, message.receiveCount, random))
      case 'handed-back':
        handedBack += 1
        return comeBack(hidden, 0)
    }
  }

  async function comeBack(hidden: HiddenMessage, seconds: number): Promise<void> {
    await hidden.release()
    try {
      await queue.setVisibility(hidden.message, Math.max(0, Math.min(seconds, hidden.secondsLeft())))
    } catch (error) {
      log.warn('Message comes back when its visibility runs out: the delay could not be set', {
        error,
        messageId: hidden.message.id,
      })
    }
  }

  async function drain(): Promise<void> {
    log.debug('Draining: no further message is received', { atWork: atWork.size, waiting: suspects.length })
    handedBack += suspects.length
    await Promise.all([...suspects.splice(0).map((hidden) => comeBack(hidden, 0)), ...atWork])
    await remover.idle()
  }
}
