import type { LoadObject } from '../../shared/load/load-object.ts'
import type { LoadOutcome } from '../../shared/load/outcome.ts'
import { createMessageHandler, type MessageHandlerDeps } from '../../shared/message/create-message-handler.ts'
import type { Log } from '../../shared/platform/log.ts'
import type { HandleMessage, MessageFate } from '../../shared/queue/message.ts'

export interface HandlerDeps extends Omit<MessageHandlerDeps, 'work'> {
  readonly loadObject: LoadObject
}

/** A message of `loads`: loads the object that it names. */
export function createHandler({ loadObject, ...deps }: HandlerDeps): HandleMessage {
  return createMessageHandler({
    ...deps,
    work: async ({ object, attempt }, { signal, log }) =>
      fateOf(await loadObject(object, { signal, messageAttempt: attempt }), log),
  })
}

const HELD = {
  'this-version': 'another worker holds this load',
  'other-version': 'another version of this key is being loaded',
} as const

/** A load that failed has sent its own dead letter, so its message is done with. */
function fateOf(outcome: LoadOutcome, log: Log): MessageFate {
  switch (outcome.kind) {
    case 'settled':
    case 'already':
    case 'waits-for-hour':
      return { kind: 'done' }
    case 'busy':
      log.info(`Not now: ${HELD[outcome.heldFor]}`)
      return { kind: 'later', afterSeconds: outcome.retryAfterSeconds }
    case 'not-now': {
      const later = { kind: 'later', afterSeconds: outcome.retryAfterSeconds } as const
      // The wait between attempts grows by itself.
      return outcome.error.code === 'attempts.too-soon' ? { ...later, exactly: true } : later
    }
    case 'handed-back':
      return { kind: 'handed-back' }
  }
}
