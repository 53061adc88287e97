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

/** A load that failed has sent its own dead letter, so its message is done with. */
function fateOf(outcome: LoadOutcome, log: Log): MessageFate {
  log.info('Message worked', { outcome })
  switch (outcome.kind) {
    case 'settled':
    case 'already':
    case 'waits-for-hour':
      return { kind: 'done' }
    case 'busy':
    case 'not-now':
      return { kind: 'later', afterSeconds: outcome.retryAfterSeconds }
    case 'handed-back':
      return { kind: 'handed-back' }
  }
}
