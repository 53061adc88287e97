import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs'
import { throwExplained } from '../../shared/aws/explain-error.ts'
import type { Connection } from '../stack/connect.ts'
import { shownDuration } from '../terminal/durations.ts'
import { shownCount } from '../terminal/printable.ts'
import { tableLines } from '../terminal/table-lines.ts'
import type { DeadLetterQueue } from './dead-letter-queues.ts'
import type { Letter } from './read-letter.ts'
import { visitLetters } from './visit-letters.ts'

/** SQS tells no age of its oldest message but as a metric; of so many that it gives first the oldest is told. */
const LOOKED_AT = 10

export interface LookAt {
  readonly connection: Pick<Connection, 'sqs'>
  readonly landingBucket: string
  readonly signal: AbortSignal
  /** Milliseconds since 1970. */
  readonly now: number
}

export interface QueueSight {
  readonly name: string
  readonly url: string
  readonly messages: number
  /** Milliseconds since 1970: when the oldest message that was seen was sent. */
  readonly oldest: number | undefined
}

/** Every dead-letter queue with the number of its messages and the oldest that was seen. */
export async function seeQueues(queues: readonly DeadLetterQueue[], look: LookAt): Promise<QueueSight[]> {
  return Promise.all(
    queues.map(async (queue) => {
      const messages = await countLetters(queue, look)
      const letters = messages === 0 ? [] : await peek(queue, look, LOOKED_AT)
      const oldest = letters.length === 0 ? undefined : Math.min(...letters.map(({ sentAt }) => sentAt))
      return { name: queue.name, url: queue.url, messages, oldest }
    }),
  )
}

/** The table of them, for a terminal so many characters wide. */
export function queueLines(queues: readonly QueueSight[], now: number, width?: number): string[] {
  const rows = queues.map(({ name, url, messages, oldest }) => [
    name,
    shownCount(messages),
    oldest === undefined ? '' : shownDuration(now - oldest),
    url,
  ])
  return tableLines(
    [
      { title: 'queue' },
      { title: 'messages', align: 'right' },
      { title: 'oldest', align: 'right' },
      { title: 'url' },
    ],
    rows,
    width,
  )
}

/** The first messages that SQS gives. They stay where they are, and visible. */
export async function peek(
  { url }: DeadLetterQueue,
  { connection: { sqs }, landingBucket, signal }: LookAt,
  lettersMax: number,
  isWanted: (letter: Letter) => boolean = () => true,
): Promise<Letter[]> {
  const letters: Letter[] = []
  await visitLetters({
    ...{ sqs, url, landingBucket, signal, sentBefore: Number.POSITIVE_INFINITY },
    isEnough: () => letters.length >= lettersMax,
    visit: async (letter) => {
      if (isWanted(letter)) letters.push(letter)
      return 'left'
    },
  })
  return letters.slice(0, lettersMax).sort((one, other) => one.sentAt - other.sentAt)
}

async function countLetters({ url }: DeadLetterQueue, { connection }: LookAt): Promise<number> {
  const { Attributes = {} } = await connection.sqs
    .send(
      new GetQueueAttributesCommand({
        QueueUrl: url,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      }),
    )
    .catch((error: unknown) => throwExplained(error, `GetQueueAttributes of ${url}`))
  return (
    Number(Attributes.ApproximateNumberOfMessages ?? 0) +
    Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0)
  )
}
