import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import { OVER } from '../platform/over.ts'
import { createPlaces, type PlaceLimits, type Wish } from './create-places.ts'
import { createReceiver } from './create-receiver.ts'
import { createSettler } from './create-settler.ts'
import { type HiddenMessage, keepHidden } from './keep-hidden.ts'
import { keepProtected } from './keep-protected.ts'
import { ALONE_FROM_RECEIVE, GATHER_MS, OBJECTS_AT_ONCE } from './limits.ts'
import type { HandleMessage, QueueMessage } from './message.ts'
import type { Queue } from './queue.ts'
import { slept } from './slept.ts'
import type { TaskProtection } from './task-protection.ts'
import { fateOf } from './work-batch.ts'

export interface QueueWorkerDeps extends PlaceLimits {
  readonly queue: Queue
  readonly handle: HandleMessage
  /** The size of the object that a message is about, where it says so. */
  readonly bytesOf: (message: QueueMessage) => number | undefined
  readonly protection: TaskProtection
  readonly clock: Clock
  readonly random: () => number
  readonly log: Log
  /** Aborts when what is in hand must be handed back: some time after the stop. */
  readonly handBack: AbortSignal
}

/** Works a queue off until it is stopped; a queue that fails does not end it. */
export function createQueueWorker(deps: QueueWorkerDeps) {
  const { queue, handle, bytesOf, clock, log, handBack, objectsAtOnce = OBJECTS_AT_ONCE } = deps
  const receive = createReceiver(deps)
  const settler = createSettler(deps)
  const protection = keepProtected(deps)
  const places = createPlaces<HiddenMessage>(deps)
  const atWork = new Set<Promise<void>>()
  let changed = new AbortController()

  return { run }

  /** Resolves once nothing is in hand; tells how many messages went back before their work was done. */
  async function run(stop: AbortSignal): Promise<{ readonly handedBack: number }> {
    stop.addEventListener('abort', stopping, { once: true })
    if (stop.aborted) stopping()
    while (!stop.aborted) {
      beginAll()
      if (places.free() === 0) await somethingChanges()
      else if (protection.isWornOut()) await comeToRest(stop)
      else if (await gathered(stop)) await takeAll(await receive(places.free(), { stop, handBack }), stop)
    }
    return { handedBack: await drain() }
  }

  function stopping(): void {
    settler.drain()
    changed.abort(OVER)
  }

  /** Lets a few more end first while half of the places are taken. False where all is to be looked at anew. */
  async function gathered(stop: AbortSignal): Promise<boolean> {
    const until = clock.monotonic() + GATHER_MS
    while (places.free() < objectsAtOnce / 2 && clock.monotonic() < until && !stop.aborted)
      await somethingChanges(until - clock.monotonic())
    return !stop.aborted && places.free() > 0
  }

  async function takeAll(messages: readonly QueueMessage[], stop: AbortSignal): Promise<void> {
    const hidden = messages.map((message) =>
      keepHidden(message, { queue, clock, log: log.with({ messageId: message.id }) }),
    )
    // An open poll may bring them after the stop: someone else is to have them at once.
    if (stop.aborted) await settler.giveBack(hidden)
    else for (const item of hidden) places.add(wishOf(item))
  }

  function wishOf(item: HiddenMessage): Wish<HiddenMessage> {
    const alone = item.message.receiveCount >= ALONE_FROM_RECEIVE
    return { item, alone, bytes: bytesOf(item.message) }
  }

  function beginAll(): void {
    for (let wish = places.next(); wish; wish = places.next()) begin(wish)
  }

  function begin(wish: Wish<HiddenMessage>): void {
    const work = workOne(wish.item).finally(() => {
      atWork.delete(work)
      places.leave(wish)
      if (places.isIdle()) protection.idle()
      changed.abort(OVER)
    })
    atWork.add(work)
  }

  async function workOne(hidden: HiddenMessage): Promise<void> {
    const { message } = hidden
    const context = {
      signal: AbortSignal.any([handBack, hidden.tooOld]),
      log: log.with({ messageId: message.id }),
    }
    await protection.busy()
    // It waited for a turn, or the machine slept: whoever has it now works it.
    if (hidden.isOver()) return settler.letGo(hidden)
    await settler.settle(hidden, await fateOf(message, handle, context))
  }

  async function comeToRest(stop: AbortSignal): Promise<void> {
    if (!places.isIdle()) return somethingChanges()
    log.info('The worker rests, so that a deployment or a scale-in may stop it')
    await protection.rest(stop)
  }

  async function somethingChanges(withinMs?: number): Promise<void> {
    changed = new AbortController()
    const { signal } = changed
    if (withinMs !== undefined) await slept(clock, withinMs, signal)
    else await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
  }

  async function drain(): Promise<number> {
    const waiting = places.takeWaiting()
    log.debug('Draining: no further message is received', { atWork: atWork.size, waiting: waiting.length })
    await Promise.all([settler.giveBack(waiting), ...atWork])
    return waiting.length + (await settler.finish())
  }
}
