import type { QueueMessage } from './message.ts'

/** A queue to work off. Delivery is at least once, in no order. */
export interface Queue {
  /**
   * Waits so long for up to `max` messages (at most 10) and hides them for `visibilitySeconds`. When the signal
   * aborts it rejects with the signal's reason; a message that was on its way is then hidden for nobody.
   */
  receive(request: ReceiveRequest): Promise<readonly QueueMessage[]>
  /** Deletes up to 10 messages; answers those that it could not delete. */
  remove(messages: readonly QueueMessage[]): Promise<readonly RemoveFailure[]>
  /** Counts from now; 0 gives the message back at once. */
  setVisibility(message: QueueMessage, seconds: number): Promise<void>
}

export interface ReceiveRequest {
  readonly max: number
  readonly waitSeconds: number
  readonly visibilitySeconds: number
  readonly signal: AbortSignal
}

interface RemoveFailure {
  readonly messageId: string
  readonly reason: string
}
