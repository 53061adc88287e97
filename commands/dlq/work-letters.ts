import { DeleteMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs'
import { throwExplained } from '../../shared/aws/explain-error.ts'
import { StevedoreError } from '../../shared/platform/error.ts'
import type { Connection } from '../stack/connect.ts'
import type { DeadLetterQueue } from './dead-letter-queues.ts'
import type { Letter } from './read-letter.ts'
import { type Visit, visitLetters } from './visit-letters.ts'

export interface Chosen extends Pick<Visit, 'landingBucket' | 'signal' | 'sentBefore'> {
  /** Only the messages of this object, by the ledger's name of it. */
  readonly object: string | undefined
}

/**
 * Sends messages of a dead-letter queue, as they are, to the queue they came from. The ledger decides what becomes of
 * each: one with the attempt at which its load failed opens the load again, any other of a finished load changes nothing.
 */
export async function redriveLetters(
  { sqs }: Pick<Connection, 'sqs'>,
  queue: DeadLetterQueue,
  chosen: Chosen,
): Promise<number> {
  const { sourceUrl } = queue
  if (sourceUrl === undefined)
    throw new StevedoreError(
      'config.invalid',
      `Where do messages of the dead-letter queue ${queue.name} belong? The stack names no such queue. Choose one: aws sqs start-message-move-task --source-arn ARN --destination-arn ARN`,
    )
  return visitChosen(sqs, queue, chosen, async (letter) => {
    // First sent, then deleted: in between it is in both queues, and the ledger takes it once.
    await sqs
      .send(new SendMessageCommand({ QueueUrl: sourceUrl, MessageBody: letter.body }))
      .catch((error: unknown) => throwExplained(error, `SendMessage to ${sourceUrl}`))
    await remove(sqs, queue, letter)
  })
}

/** Deletes messages of a dead-letter queue. */
export async function dropLetters(
  { sqs }: Pick<Connection, 'sqs'>,
  queue: DeadLetterQueue,
  chosen: Chosen,
): Promise<number> {
  return visitChosen(sqs, queue, chosen, (letter) => remove(sqs, queue, letter))
}

export function isOf(letter: Letter, object: string | undefined): boolean {
  return object === undefined || letter.objects.some(({ name }) => name === object)
}

async function visitChosen(
  sqs: Connection['sqs'],
  { url }: DeadLetterQueue,
  { object, ...rest }: Chosen,
  act: (letter: Letter) => Promise<void>,
): Promise<number> {
  return visitLetters({
    ...rest,
    sqs,
    url,
    visit: async (letter) => {
      if (!isOf(letter, object)) return 'left'
      await act(letter)
      return 'taken'
    },
  })
}

async function remove(
  sqs: Connection['sqs'],
  { url: QueueUrl }: DeadLetterQueue,
  { receiptHandle: ReceiptHandle }: Letter,
): Promise<void> {
  await sqs
    .send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))
    .catch((error: unknown) => throwExplained(error, `DeleteMessage from ${QueueUrl}`))
}
