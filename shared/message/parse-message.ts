import { StevedoreError } from '../platform/error.ts'
import { bucketNotification, testEvent } from './bucket-notification.ts'
import { loadMessage } from './load-message.ts'
import type { LoadRequest } from './load-request.ts'
import { objectCreated } from './object-created.ts'

export type ParsedMessage =
  /** One request, but for a notification of S3, which may bring several. */
  | { readonly kind: 'load'; readonly requests: readonly LoadRequest[] }
  /** What S3 sends to prove that it may. */
  | { readonly kind: 'test' }
  /** Nothing to be done with it but to show it to a person: `event.invalid`. */
  | { readonly kind: 'invalid'; readonly error: StevedoreError }

const EXCERPT_LENGTH_MAX = 120

/**
 * Reads the body of a message in `loads` or `launches`: an `Object Created` event, a message of our own, or a
 * notification that S3 sent to the queue itself. Fields it does not know are let be.
 */
export function parseMessage(body: string, options: { readonly landingBucket: string }): ParsedMessage {
  const json = parseJson(body)
  if (json === undefined) return invalid(`it is not JSON: ${excerpt(body)}`)
  if (testEvent.safeParse(json).success) return { kind: 'test' }

  const shape = shapeOf(json)
  if (!shape)
    return invalid(`it is neither an Object Created event of S3 nor a load message: ${excerpt(body)}`)
  const result = shape.safeParse(json)
  if (!result.success) {
    const faults = result.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`)
    return invalid(`${faults.join('; ')}: ${excerpt(body)}`)
  }
  const requests = result.data
  const foreign = requests.find(({ object }) => object.bucket !== options.landingBucket)
  if (foreign) {
    return invalid(
      `its bucket is ${foreign.object.bucket}, and files are loaded from ${options.landingBucket} alone`,
    )
  }
  return { kind: 'load', requests }
}

/** By one telling field each, so that the faults of a message are those of the shape that it meant. */
function shapeOf(json: unknown) {
  if (typeof json !== 'object' || json === null) return undefined
  if ('detail-type' in json) return objectCreated
  if ('Records' in json) return bucketNotification
  if ('kind' in json) return loadMessage
  return undefined
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function invalid(why: string): ParsedMessage {
  return {
    kind: 'invalid',
    error: new StevedoreError('event.invalid', `The message was not understood: ${why}`),
  }
}

function excerpt(body: string): string {
  return JSON.stringify(body.length > EXCERPT_LENGTH_MAX ? `${body.slice(0, EXCERPT_LENGTH_MAX)}…` : body)
}
