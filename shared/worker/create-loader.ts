import { randomUUID } from 'node:crypto'
import { S3Client } from '@aws-sdk/client-s3'
import { SQSClient } from '@aws-sdk/client-sqs'
import * as z from 'zod'
import { REPEATED_REQUESTS, RESULT_REQUESTS, S3_REQUESTS } from '../aws/client-settings.ts'
import { createDynamoLeases } from '../aws/dynamo-leases.ts'
import { createDynamoLedger } from '../aws/dynamo-ledger.ts'
import { createDynamoRowLanes } from '../aws/dynamo-row-lanes.ts'
import { createLedgerClient } from '../aws/ledger-client.ts'
import { createRowClient } from '../aws/row-client.ts'
import { type CurrentVersion, createS3Objects } from '../aws/s3-objects.ts'
import { createS3Rejects } from '../aws/s3-rejects.ts'
import { createSqsDeadLetters } from '../aws/sqs-dead-letters.ts'
import { withoutLogger } from '../aws/without-logger.ts'
import type { Dataset } from '../dataset/dataset.ts'
import { createAwaitHolder } from '../load/await-holder.ts'
import { LOAD_LIMITS } from '../load/limits.ts'
import { createLoadObject, type LoadObject } from '../load/load-object.ts'
import { systemClock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import { createRowReader } from '../row/create-row-reader.ts'

const text = z.string().min(1)

/** What the template tells every worker that loads. */
export const loaderEnv = {
  STACK_NAME: text,
  LEDGER_TABLE: text,
  LANDING_BUCKET: text,
  RESULTS_BUCKET: text,
  /** The table of a dataset is this and its name. */
  TABLE_PREFIX: text,
  DATASETS_FILE: text,
  DATASETS_HASH: text,
  DEAD_LETTER_QUEUE_URL: text,
  STOP_TIMEOUT_SECONDS: z.coerce.number().int().positive(),
}

export type LoaderEnv = z.infer<z.ZodObject<typeof loaderEnv>>

export interface Loader extends CurrentVersion {
  readonly loadObject: LoadObject
  readonly awaitHolder: ReturnType<typeof createAwaitHolder>
}

/** The loader on AWS, as every worker uses it. Makes its own clients, which find AWS by the SDK's settings alone. */
export function createLoader(options: {
  readonly env: LoaderEnv
  readonly datasets: readonly Dataset[]
  readonly taskArn: string | undefined
  readonly log: Log
}): Loader {
  const { env, datasets, taskArn, log } = options
  const dynamo = createLedgerClient()
  const ledger = createDynamoLedger({ client: dynamo, table: env.LEDGER_TABLE })
  const leases = createDynamoLeases({ client: dynamo, table: env.LEDGER_TABLE })
  const objects = createS3Objects({ client: withoutLogger(new S3Client(S3_REQUESTS)) })
  const loadObject = createLoadObject({
    ledger,
    leases,
    ranges: objects,
    order: objects,
    tables: createDynamoRowLanes({ client: createRowClient(), clock: systemClock }),
    rejects: createS3Rejects({ client: new S3Client(RESULT_REQUESTS), bucket: env.RESULTS_BUCKET }),
    deadLetters: createSqsDeadLetters({
      client: new SQSClient(REPEATED_REQUESTS),
      queueUrl: env.DEAD_LETTER_QUEUE_URL,
    }),
    createRowReader,
    limits: LOAD_LIMITS,
    tableName: (dataset) => `${env.TABLE_PREFIX}${dataset}`,
    datasets,
    clock: systemClock,
    random: Math.random,
    newToken: randomUUID,
    taskArn,
    stackName: env.STACK_NAME,
    log,
  })
  return {
    loadObject,
    awaitHolder: createAwaitHolder({ ledger, leases, clock: systemClock }),
    currentVersion: objects.currentVersion,
  }
}
