import { createHash, randomUUID } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { ApiError } from '../protocol/api-error.ts'
import type { Database } from './database.ts'
import type { MessageAttributes } from './message-attributes.ts'
import { prepareMessages } from './message-statements.ts'
import { nameInArn } from './queue-address.ts'
import { redriveOf } from './queue-attributes.ts'
import { isFifo, type Queue, type QueueStore } from './queue-store.ts'
import { invalidParameter } from './sqs-error.ts'

export interface NewMessage {
  readonly body: string
  readonly attributes: MessageAttributes
  /** Seconds; the queue's own where none are given. */
  readonly delaySeconds?: number | undefined
  readonly groupId?: string | undefined
  readonly deduplicationId?: string | undefined
}

export interface SentMessage {
  readonly messageId: string
  readonly md5: string
  /** Of FIFO queues. */
  readonly sequenceNumber?: string
}

/** A row of the table `message`. */
export interface StoredMessage {
  readonly sequence: number
  readonly id: string
  readonly body: string
  readonly md5: string
  /** JSON of `MessageAttributes`. */
  readonly attributes: string
  readonly groupId: string | null
  readonly deduplicationId: string | null
  readonly sourceArn: string | null
  readonly sentAt: number
  readonly firstReceivedAt: number | null
  readonly receipt: string
  readonly receives: number
  readonly receivesBefore: number
}

export interface Depth {
  readonly visible: number
  readonly inFlight: number
  readonly delayed: number
  /** Of messages received fewer than three times; absent where there is none. */
  readonly oldestAgeSeconds?: number
}

export type MessageStore = ReturnType<typeof createMessageStore>

// AWS: SQSDeveloperGuide/quotas-messages.html
const IN_FLIGHT_MAX = 120_000
const VISIBILITY_SECONDS_MAX = 43_200
const DEDUPLICATION_MS = 5 * 60 * 1_000
/** A message received so often no longer counts for the age of the oldest. */
const POISON_RECEIVES = 3

export function createMessageStore(clock: Clock, database: Database, queues: QueueStore) {
  const sql = prepareMessages(database)

  function insert(queue: Queue, message: NewMessage): SentMessage {
    const now = clock.now()
    const known = isFifo(queue) ? findDuplicate(queue, message, now) : undefined
    const md5 = createHash('md5').update(message.body).digest('hex')
    if (known) return { messageId: known.messageId, md5, sequenceNumber: sequenceNumber(known.sequence) }
    const messageId = randomUUID()
    const delaySeconds = message.delaySeconds ?? Number(queue.attributes.DelaySeconds)
    const { lastInsertRowid } = sql.insert.run({
      queue: queue.name,
      id: messageId,
      body: message.body,
      md5,
      attributes: JSON.stringify(message.attributes),
      groupId: message.groupId ?? null,
      deduplicationId: message.deduplicationId ?? null,
      now,
      visibleAt: now + delaySeconds * 1_000,
    })
    if (!isFifo(queue)) return { messageId, md5 }
    sql.addDuplicate.run(
      queue.name,
      duplicateKey(queue, message),
      messageId,
      lastInsertRowid,
      now + DEDUPLICATION_MS,
    )
    return { messageId, md5, sequenceNumber: sequenceNumber(Number(lastInsertRowid)) }
  }

  function findDuplicate(queue: Queue, message: NewMessage, now: number) {
    sql.dropDuplicates.run(now)
    return sql.findDuplicate.get(queue.name, duplicateKey(queue, message)) as
      | { messageId: string; sequence: number }
      | undefined
  }

  function take(queue: Queue, max: number, visibilitySeconds: number): StoredMessage[] {
    const now = clock.now()
    sql.expire.run(queue.name, now - Number(queue.attributes.MessageRetentionPeriod) * 1_000)
    if (Number(sql.inFlight.get(queue.name, now)?.count) >= IN_FLIGHT_MAX) {
      throw new ApiError(
        'OverLimit',
        `Over ${IN_FLIGHT_MAX} messages of ${queue.name} are in flight: delete some first.`,
      )
    }
    const visibleAt = now + visibilitySeconds * 1_000
    return livingMessages(queue, max, now).map(
      (sequence) =>
        sql.receive.get({ sequence, receipt: randomUUID(), now, visibleAt }) as unknown as StoredMessage,
    )
  }

  /** Those to hand out; what was received too often goes to the dead-letter queue on the way. */
  function livingMessages(queue: Queue, max: number, now: number): number[] {
    const redrive = redriveOf(queue.attributes)
    const target = redrive && queues.find(nameInArn(redrive.deadLetterTargetArn))
    for (;;) {
      const select = isFifo(queue) ? sql.visibleInGroups : sql.visible
      const found = select.all({ queue: queue.name, now, max }) as unknown as {
        sequence: number
        tries: number
      }[]
      const dead = target ? found.filter(({ tries }) => tries >= redrive.maxReceiveCount) : []
      if (!target || dead.length === 0) return found.map(({ sequence }) => sequence)
      for (const { sequence } of dead) {
        sql.deadLetter.run({ sequence, now, target: target.name, sourceArn: queue.arn })
      }
    }
  }

  return {
    /** Sends all of them, or none. */
    send: (queue: Queue, messages: readonly NewMessage[]) =>
      database.transaction(() => messages.map((message) => insert(queue, message))),
    /** Hands out up to `max` visible messages and hides them for so long. */
    take: (queue: Queue, max: number, visibilitySeconds: number) =>
      database.transaction(() => take(queue, max, visibilitySeconds)),
    /** False where no message has that receipt any more: it was deleted, or received again. */
    remove: (queue: Queue, receipt: string) => sql.remove.run(queue.name, receipt).changes > 0,
    /** `seconds` from now, at most 12 hours after the receive. */
    setVisibility(queue: Queue, receipt: string, seconds: number): void {
      const now = clock.now()
      const message = sql.find.get(queue.name, receipt) as
        | { visibleAt: number; receivedAt: number }
        | undefined
      if (!message) {
        throw invalidParameter(
          'ReceiptHandle',
          receipt,
          'Message does not exist or is not available for visibility timeout change.',
        )
      }
      if (message.visibleAt <= now) {
        throw new ApiError(
          'AWS.SimpleQueueService.MessageNotInflight',
          `The message of receipt ${receipt} is not in flight: its visibility timeout has run out.`,
        )
      }
      if (now + seconds * 1_000 > message.receivedAt + VISIBILITY_SECONDS_MAX * 1_000) {
        throw invalidParameter(
          'VisibilityTimeout',
          seconds,
          `Total VisibilityTimeout for the message is beyond the limit [${VISIBILITY_SECONDS_MAX} seconds].`,
        )
      }
      sql.setVisibility.run(now + seconds * 1_000, receipt)
    },
    purge: ({ name }: Queue) => {
      sql.purge.run(name)
    },
    depth(queue: Queue): Depth {
      const now = clock.now()
      const oldest = sql.oldest.get(queue.name, POISON_RECEIVES)
      return {
        ...(sql.counts.get({ queue: queue.name, now }) as unknown as Omit<Depth, 'oldestAgeSeconds'>),
        ...(oldest
          ? { oldestAgeSeconds: Math.max(0, Math.floor((now - Number(oldest.arrivedAt)) / 1_000)) }
          : {}),
      }
    },
    /** When the next message becomes visible that was hidden at `since`; undefined where there is none. */
    nextVisibleAt(queue: Queue, since: number): number | undefined {
      const at = sql.nextVisible.get(queue.name, since)?.at
      return at === null || at === undefined ? undefined : Number(at)
    },
  }
}

function duplicateKey(queue: Queue, { groupId, deduplicationId }: NewMessage): string {
  return queue.attributes.DeduplicationScope === 'messageGroup'
    ? `${groupId} ${deduplicationId}`
    : `${deduplicationId}`
}

export function sequenceNumber(sequence: number): string {
  return String(sequence).padStart(20, '0')
}
