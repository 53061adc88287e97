import {
  BatchWriteItemCommand,
  type BatchWriteItemCommandInput,
  type DynamoDBClient,
  PutItemCommand,
  type PutItemCommandInput,
} from '@aws-sdk/client-dynamodb'
import { ROW_REQUEST_TIMEOUT_MS } from '../load/limits.ts'
import type { RowAction, RowsAnswer, SendRows } from '../write/tables.ts'
import { faultKind, throwExplained } from './explain-error.ts'
import { readRowsAnswer } from './read-rows-answer.ts'
import { type SentBytes, sendAsBytes } from './send-as-bytes.ts'

/** Row requests by the official client, which must not retry: see createRowClient. Its bytes and the answer's stay as they are. */
export function createSlowLane({
  client,
  timeoutMs = ROW_REQUEST_TIMEOUT_MS,
}: {
  readonly client: DynamoDBClient
  readonly timeoutMs?: number
}): SendRows {
  return async (action, body) => {
    const command = commandOf(action, body)
    // Counts from here, credentials and signature included: what is not sent by then is not sent.
    const abortSignal = AbortSignal.timeout(timeoutMs)
    const answered = sendAsBytes(command, body)
    const error = await send(client, command, abortSignal)
    return explain(action, body, answered(), error)
  }
}

function commandOf(action: RowAction, body: Buffer): BatchWriteItemCommand | PutItemCommand {
  const input: unknown = JSON.parse(body.toString())
  return action === 'PutItem'
    ? new PutItemCommand(input as PutItemCommandInput)
    : new BatchWriteItemCommand(input as BatchWriteItemCommandInput)
}

/** Answers what the client throws. */
async function send(
  client: DynamoDBClient,
  command: BatchWriteItemCommand | PutItemCommand,
  abortSignal: AbortSignal,
): Promise<unknown> {
  try {
    // Of the two commands' types each is right, and their union is not.
    await client.send(command as PutItemCommand, { abortSignal })
    return undefined
  } catch (error) {
    return error
  }
}

function explain(
  action: RowAction,
  body: Buffer,
  answered: SentBytes | undefined,
  error: unknown,
): RowsAnswer {
  if (!answered) {
    const kind = faultKind(error)
    if (kind === 'denied' || kind === 'other') throwExplained(error, doing(action, body))
    return { kind: 'no-answer', error }
  }
  const answer = readRowsAnswer(action, answered.status, answered.bytes)
  if (answer.kind !== 'unclear') return answer
  const why = error ?? answer.error
  // Refused for what passes, as credentials that were to be renewed: nothing was written, and it may be sent again.
  if (faultKind(why) === 'unavailable') return { kind: 'throttled', reason: 'unknown', error: why }
  return throwExplained(why, doing(action, body))
}

function doing(action: RowAction, body: Buffer): string {
  const { TableName, RequestItems = {} } = JSON.parse(body.toString()) as {
    readonly TableName?: string
    readonly RequestItems?: object
  }
  return `${action} in table ${TableName ?? Object.keys(RequestItems).join(', ')}`
}
