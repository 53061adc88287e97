import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import { HAND_BACK_BEFORE_SECONDS, HIDDEN_SECONDS_MAX, RENEW_EVERY_MS, VISIBILITY_SECONDS } from './limits.ts'
import type { QueueMessage } from './message.ts'
import type { Queue } from './queue.ts'

/** A message in hand, being worked or waiting its turn: no one else is given it meanwhile. */
export interface HiddenMessage {
  readonly message: QueueMessage
  /** Aborts when the message can hardly be kept hidden any longer. */
  readonly tooOld: AbortSignal
  /** For how much longer SQS lets it be hidden. */
  secondsLeft(): number
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
  const renewing = renew()

  return {
    message,
    tooOld: tooOld.signal,
    secondsLeft,
    release: async () => {
      released.abort()
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

/** False when the signal ended the sleep. */
export async function slept(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<boolean> {
  try {
    await clock.sleep(milliseconds, signal)
    return true
  } catch (error) {
    if (signal.aborted) return false
    throw error
  }
}
