import {
  ChangeMessageVisibilityBatchCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs'
import { StevedoreError } from '../../shared/platform/error.ts'
import { type Letter, readLetter } from './read-letter.ts'

/** SQS gives and takes so many at once. */
const BATCH = 10
/** Long polling asks all of the queue's servers, so that an empty answer is one. */
const WAIT_SECONDS = 1
/** While a visit lasts, what it has seen is not given to it again. */
const VISIBILITY_SECONDS = 120

export interface Visit {
  readonly sqs: Pick<SQSClient, 'send'>
  readonly url: string
  readonly landingBucket: string
  readonly signal: AbortSignal
  /** Asked before each receive. */
  readonly isEnough?: () => boolean
  /** Milliseconds since 1970. What was sent later is let be: a redriven message may fail again meanwhile. */
  readonly sentBefore: number
  /** What it did with it: a letter that it took is gone, one that it left can be received again. */
  visit(letter: Letter): Promise<'taken' | 'left'>
}

/** Looks at every message of a queue once, and leaves those visible that the visit left. Answers how many it took. */
export async function visitLetters(request: Visit): Promise<number> {
  const { sqs, url, signal, isEnough = () => false } = request
  const seen = new Set<string>()
  // By id, with the receipt of the last time that it was received: the others are void.
  const left = new Map<string, Letter>()
  let taken = 0
  try {
    while (!isEnough()) {
      signal.throwIfAborted()
      const letters = await receive(request)
      for (const letter of letters) left.set(letter.id, letter)
      const fresh = letters.filter(({ id }) => !seen.has(id))
      // What was seen before comes again when this takes long. By then everything else was seen as well.
      if (fresh.length === 0) break
      for (const { id } of fresh) seen.add(id)
      await visitAll(fresh, request, ({ id }) => {
        left.delete(id)
        taken += 1
      })
    }
  } finally {
    await release(sqs, url, [...left.values()])
  }
  return taken
}

/** All are visited also where one fails; then the first failure is thrown. */
async function visitAll(
  letters: readonly Letter[],
  { sentBefore, visit }: Visit,
  onTaken: (letter: Letter) => void,
): Promise<void> {
  const ends = await Promise.allSettled(
    letters.map(async (letter) => {
      if (letter.sentAt <= sentBefore && (await visit(letter)) === 'taken') onTaken(letter)
    }),
  )
  const failed = ends.find((end) => end.status === 'rejected')
  if (failed) throw failed.reason
}

async function receive({ sqs, url, landingBucket }: Visit): Promise<Letter[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: url,
      MaxNumberOfMessages: BATCH,
      WaitTimeSeconds: WAIT_SECONDS,
      VisibilityTimeout: VISIBILITY_SECONDS,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['All'],
    }),
  )
  return Messages.map((message) => readLetter(message, landingBucket))
}

async function release(sqs: Visit['sqs'], url: string, letters: readonly Letter[]): Promise<void> {
  for (let place = 0; place < letters.length; place += BATCH) {
    const { Failed = [] } = await sqs.send(
      new ChangeMessageVisibilityBatchCommand({
        QueueUrl: url,
        Entries: letters.slice(place, place + BATCH).map(({ receiptHandle }, index) => ({
          Id: String(index),
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: 0,
        })),
      }),
    )
    if (Failed.length > 0)
      throw new StevedoreError(
        'dependency.unavailable',
        `${Failed.length} messages of ${url} stay hidden for ${VISIBILITY_SECONDS} s: ${Failed[0]?.Code}: ${Failed[0]?.Message ?? ''}. They come back by themselves`,
      )
  }
}
