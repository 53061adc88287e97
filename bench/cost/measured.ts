import type { FileWork } from './small-files.ts'

/** As `npm run bench -- --only small-objects` measures a file of 1,000 rows; docs/cost.md is made from it. */
export const ROWS_A_SMALL_FILE = 1_000
export const SMALL_FILE: FileWork = {
  cpuSeconds: 0.009,
  requests: {
    'SQS ReceiveMessage': 0.2,
    'SQS DeleteMessageBatch': 0.1,
    'DynamoDB Query': 2,
    'DynamoDB GetItem': 1,
    'DynamoDB PutItem': 1,
    'DynamoDB UpdateItem': 2,
    'DynamoDB DeleteItem': 1,
    'S3 GetObject': 1,
    'S3 PutObject': 0.2,
  },
}

/** Of the rows of the benchmark in CSV; each is one write unit. */
export const ROW_BYTES = 105
/** One GetObject. */
export const RANGE_BYTES = 2 * 1024 * 1024
