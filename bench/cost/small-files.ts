import { costOf } from './prices.ts'
import { TASK_SECONDS_MIN, taskCost, taskSeconds } from './task-cost.ts'

/** What one file takes of a worker. */
export interface FileWork {
  readonly cpuSeconds: number
  /** By names such as `DynamoDB Query`; requests that write rows are left out of the cost. */
  readonly requests: Readonly<Record<string, number>>
}

export interface CostLine {
  readonly what: string
  readonly usd: number
}

/** The index by status: one entry when a load begins, and one taken away and one put when it ends. */
const INDEX_WRITES = 3
/** The log of a load: two lines, of which the second carries its metrics. */
const LOG_BYTES = 1_300
/** A call of launch-load: 512 MB for a tenth of a second. */
const CALL_GB_SECONDS = 0.05

/** What so many files cost through the service, without their rows, which cost the same whoever writes them. */
export function costOfSmallFiles({ cpuSeconds, requests }: FileWork, files: number): readonly CostLine[] {
  const of = (...names: string[]) => names.reduce((sum, name) => sum + (requests[name] ?? 0), 0) * files
  const writes = of('DynamoDB PutItem', 'DynamoDB UpdateItem', 'DynamoDB DeleteItem') + INDEX_WRITES * files
  const sqs = of('SQS ReceiveMessage', 'SQS DeleteMessage', 'SQS DeleteMessageBatch')
  const visibility = of('SQS ChangeMessageVisibility', 'SQS ChangeMessageVisibilityBatch')
  return [
    { what: 'events of S3', usd: costOf('event', files) },
    // One more for each file: EventBridge sends the message.
    { what: 'SQS', usd: costOf('sqsRequest', sqs + visibility + files) },
    {
      what: 'S3',
      usd:
        costOf('s3Get', of('S3 GetObject', 'S3 HeadObject')) +
        costOf('s3Put', of('S3 PutObject', 'S3 ListObjectVersions')),
    },
    {
      what: 'ledger',
      usd: costOf('dynamodbWrite', writes) + costOf('dynamodbRead', of('DynamoDB Query', 'DynamoDB GetItem')),
    },
    { what: 'logs', usd: costOf('logGb', (files * LOG_BYTES) / 1e9) },
    { what: 'tasks', usd: taskCost(taskSeconds(cpuSeconds) * files) },
  ]
}

/** The same files with a task for each, which is billed for a minute at the least: one call of the function that starts it more. */
export function costOfTaskForEach(work: FileWork, files: number): readonly CostLine[] {
  const rest = costOfSmallFiles(work, files).filter(({ what }) => what !== 'tasks')
  return [
    ...rest,
    { what: 'functions', usd: costOfCalls(files) },
    { what: 'tasks', usd: taskCost(TASK_SECONDS_MIN * files) },
  ]
}

/** Each starts a task. */
export function costOfCalls(calls: number): number {
  return costOf('lambdaRequest', calls) + costOf('lambdaGbSecond', calls * CALL_GB_SECONDS)
}

export function sumOf(lines: readonly CostLine[]): number {
  return lines.reduce((sum, { usd }) => sum + usd, 0)
}
