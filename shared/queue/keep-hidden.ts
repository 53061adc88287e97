import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import { OVER } from '../platform/over.ts'
import { HAND_BACK_BEFORE_SECONDS, HIDDEN_SECONDS_MAX, RENEW_EVERY_MS, VISIBILITY_SECONDS } from './limits.ts'
import type { QueueMessage } from './message.ts'
import type { Queue } from './queue.ts'
import { slept } from './slept.ts'

/** A message in hand, being worked or waiting its turn: no one else is given it meanwhile. */
export interface HiddenMessage {
  readonly message: QueueMessage
  /** Aborts when the message can hardly be kept hidden any longer. */
  readonly tooOld: AbortSignal
  /** For how much longer SQS lets it be hidden. */
  secondsLeft(): number
  /** Whether its visibility surely ran out, so that it may be another's by now and the receipt is stale. */
  isOver(): boolean
  /** Resolves when nothing renews it any more, so that a last renewal cannot undo what is set next. */
  release(): Promise<void>
}

export function keepHidden(
  message: QueueMessage,
  { queue, clock, log }: { queue: Pick<Queue, 'setVisibility'>; clock: Clock; log: Log },
): HiddenMessage {
  const received = clock.monotonic()
  const released = new AbortController()
  const tooOld = new AbortController()
  let hiddenUntil = inSeconds(clock, VISIBILITY_SECONDS)
  const renewing = renew()

  return {
    message,
    tooOld: tooOld.signal,
    secondsLeft,
    isOver: () => clock.monotonic() > hiddenUntil.monotonic || clock.now() > hiddenUntil.wall,
    release: async () => {
      released.abort(OVER)
      await renewing
    },
  }

  async function renew(): Promise<void> {
    while (await slept(clock, RENEW_EVERY_MS, released.signal)) {
      const seconds = Math.min(VISIBILITY_SECONDS, secondsLeft())
      if (secondsLeft() <= HAND_BACK_BEFORE_SECONDS) tooOld.abort()
      if (seconds <= 0) return
      try {
        await queue.setVisibility(message, seconds)
        hiddenUntil = inSeconds(clock, seconds)
      } catch (error) {
        // Whoever is given it now finds the load's lease held; so the work goes on.
        log.warn('Message may be delivered again: its visibility could not be renewed', { error })
      }
    }
  }

  function secondsLeft(): number {
    return HIDDEN_SECONDS_MAX - Math.ceil((clock.monotonic() - received) / 1000)
  }
}

/** By either clock: the wall clock may be set, the monotonic one stands still while a machine sleeps. */
function inSeconds(clock: Clock, seconds: number) {
  return { wall: clock.now() + seconds * 1000, monotonic: clock.monotonic() + seconds * 1000 }
}
