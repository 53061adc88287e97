import process from 'node:process'
import { SQSClient } from '@aws-sdk/client-sqs'
import * as z from 'zod/mini'
import { REPEATED_REQUESTS } from '../../shared/aws/client-settings.ts'
import { createSqsQueue } from '../../shared/aws/sqs-queue.ts'
import { createSqsRefusedMessages } from '../../shared/aws/sqs-refused-messages.ts'
import { systemClock as clock } from '../../shared/platform/clock.ts'
import { parseEnv } from '../../shared/platform/env.ts'
import { createQueueWorker } from '../../shared/queue/create-queue-worker.ts'
import { createLoader, loaderEnv } from '../../shared/worker/create-loader.ts'
import { drainSignal } from '../../shared/worker/drain-signal.ts'
import { EXIT_CODES } from '../../shared/worker/exit-codes.ts'
import { loadDatasets } from '../../shared/worker/load-datasets.ts'
import { readTaskArn } from '../../shared/worker/read-task-arn.ts'
import { runWorker } from '../../shared/worker/run-worker.ts'
import { watchEventLoop } from '../../shared/worker/watch-event-loop.ts'
import { createBytesOf } from './bytes-of.ts'
import { createHandler } from './handler.ts'
import { taskProtection } from './task-protection.ts'
import { workEventFile } from './work-event-file.ts'

const [eventFile] = process.argv.slice(2)

await runWorker('load-queue', async ({ env: variables, log, stopping }) => {
  const env = parseEnv(variables, { ...loaderEnv, LOADS_QUEUE_URL: z.url() })
  const datasets = loadDatasets(env)
  const taskArn = await readTaskArn(variables, log)
  const loader = createLoader({ env, datasets, taskArn, log })
  const client = new SQSClient(REPEATED_REQUESTS)
  const refused = createSqsRefusedMessages({ client, queueUrl: env.DEAD_LETTER_QUEUE_URL })
  const handle = createHandler({
    loadObject: loader.loadObject,
    landingBucket: env.LANDING_BUCKET,
    refused,
    versions: loader,
  })
  const handBack = drainSignal(stopping, env.STOP_TIMEOUT_SECONDS, clock)
  if (eventFile !== undefined) {
    const result = await workEventFile(eventFile, { handle, log, signal: handBack })
    process.stdout.write(`${JSON.stringify(result)}\n`)
    return result.batchItemFailures.length === 0 ? EXIT_CODES.done : EXIT_CODES.tryAgain
  }
  watchEventLoop('load-queue', log)
  const queue = createSqsQueue({ client, url: env.LOADS_QUEUE_URL })
  const worker = createQueueWorker({
    ...{ queue, handle, handBack, clock, random: Math.random, log },
    bytesOf: createBytesOf({ landingBucket: env.LANDING_BUCKET }),
    protection: taskProtection(variables, log),
  })
  const { handedBack } = await worker.run(stopping)
  return handedBack === 0 ? EXIT_CODES.done : EXIT_CODES.handedBack
})
