import { type ObjectVersion, objectName } from '../load/object-version.ts'
import { StevedoreError } from '../platform/error.ts'
import type { HandleMessage, MessageContext, MessageFate } from '../queue/message.ts'
import type { RequestedObject, ResolvedRequest } from './load-request.ts'
import { parseMessage } from './parse-message.ts'

/** Where a message goes that nobody can work, with the reason. */
export interface RefusedMessages {
  /** Resolves once it is durable. `body` is kept as it came, so that it can be sent again. */
  send(refused: { readonly body: string; readonly reason: string }): Promise<void>
}

interface CurrentVersions {
  /** The version that a plain GET would give. Undefined where there is none; rejects with `object.access-denied`. */
  currentVersion(object: Pick<ObjectVersion, 'bucket' | 'key'>): Promise<ObjectVersion | undefined>
}

export interface MessageHandlerDeps {
  readonly landingBucket: string
  readonly refused: RefusedMessages
  readonly versions: CurrentVersions
  readonly work: (request: ResolvedRequest, context: MessageContext) => Promise<MessageFate>
}

/** Reads a message of `loads` or `launches` and works what it asks for. It is done with when all of it is. */
export function createMessageHandler(deps: MessageHandlerDeps): HandleMessage {
  const { landingBucket, refused, versions, work } = deps

  return async function handleMessage({ body }, context) {
    const message = parseMessage(body, { landingBucket })
    if (message.kind === 'test') {
      context.log.info('S3 tested the queue')
      return { kind: 'done' }
    }
    if (message.kind === 'invalid') return refuse(body, message.error, context)

    // One after another: of a notification with several, those done before are known by the ledger when it comes again.
    const fates: MessageFate[] = []
    for (const request of message.requests) {
      const object = await resolve(request.object)
      if (object instanceof StevedoreError) {
        fates.push(await refuse(body, object, context))
        continue
      }
      const log = context.log.with({ object: objectName(object), versionId: object.versionId })
      fates.push(await work({ ...request, object }, { ...context, log }))
    }
    return worst(fates)
  }

  async function refuse(body: string, error: StevedoreError, { log }: MessageContext): Promise<MessageFate> {
    await refused.send({ body, reason: `${error.code}: ${error.message}` })
    log.error('Message sent to the dead-letter queue', { error })
    return { kind: 'done' }
  }

  async function resolve(object: RequestedObject): Promise<ObjectVersion | StevedoreError> {
    const { versionId } = object
    if (versionId !== undefined) return { ...object, versionId }
    try {
      const current = await versions.currentVersion(object)
      return current ? { ...object, ...current } : nothingThere(object)
    } catch (error) {
      if (error instanceof StevedoreError && error.code === 'object.access-denied') return error
      throw error
    }
  }
}

function nothingThere(object: RequestedObject): StevedoreError {
  return new StevedoreError(
    'event.invalid',
    `The message names no version of ${objectName(object)}, and there is no such object: upload it, then send the message again`,
  )
}

/** As soon as one part is to come again the whole message is, at the latest time that any part asked for. */
function worst(fates: readonly MessageFate[]): MessageFate {
  if (fates.some(({ kind }) => kind === 'handed-back')) return { kind: 'handed-back' }
  const later = fates.filter((fate) => fate.kind === 'later')
  return later.toSorted((one, other) => other.afterSeconds - one.afterSeconds)[0] ?? { kind: 'done' }
}
