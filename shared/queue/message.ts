import type { Log } from '../platform/log.ts'

/** One delivery of a message. */
export interface QueueMessage {
  readonly id: string
  /** Names this delivery: whoever deletes the message or changes its visibility says it. */
  readonly receipt: string
  readonly body: string
  /** 1 at the first delivery. */
  readonly receiveCount: number
}

/** What becomes of a message once it was worked. */
export type MessageFate =
  /** Its work is done, or needs none: it is deleted. */
  | { readonly kind: 'done' }
  /** Not now: it comes back after this time, and later each time after, but for a time that is known `exactly`. */
  | Later
  /** Begun and given back: the next one may have it at once. */
  | { readonly kind: 'handed-back' }

export interface Later {
  readonly kind: 'later'
  readonly afterSeconds: number
  readonly exactly?: true
}

/** Works one message, the same in a function and in a worker. What it throws is a bug: the message comes back later. */
export type HandleMessage = (message: QueueMessage, context: MessageContext) => Promise<MessageFate>

export interface MessageContext {
  /** Aborts when the work is to be handed back. */
  readonly signal: AbortSignal
  readonly log: Log
}
