/** The queues that functions read from, and to which failed invocations go. */
export interface Queues {
  /** Waits up to `waitSeconds` for messages; they stay hidden for the queue's visibility timeout. */
  receive(
    queueArn: string,
    options: { max: number; waitSeconds: number; signal: AbortSignal },
  ): Promise<readonly QueueMessage[]>
  remove(queueArn: string, receiptHandles: readonly string[]): Promise<void>
  setVisibility(queueArn: string, receiptHandle: string, seconds: number): Promise<void>
  send(
    queueArn: string,
    body: string,
    options?: { attributes?: Record<string, string>; groupId?: string; deduplicationId?: string },
  ): Promise<void>
}

export interface QueueMessage {
  readonly messageId: string
  readonly receiptHandle: string
  readonly body: string
  readonly attributes: Readonly<Record<string, string>>
  readonly messageAttributes: Readonly<Record<string, unknown>>
  readonly md5OfBody: string
}

/** The whole object; rejects where it is not there. */
export type ReadObject = (bucket: string, key: string) => Promise<Buffer>
