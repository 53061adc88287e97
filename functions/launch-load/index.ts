import process from 'node:process'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { ECSClient } from '@aws-sdk/client-ecs'
import { S3Client } from '@aws-sdk/client-s3'
import { SQSClient } from '@aws-sdk/client-sqs'
import { REPEATED_REQUESTS } from '../../shared/aws/client-settings.ts'
import { createDynamoLaunchLedger } from '../../shared/aws/dynamo-launch-ledger.ts'
import { createDynamoLeases } from '../../shared/aws/dynamo-leases.ts'
import { createDynamoLedger } from '../../shared/aws/dynamo-ledger.ts'
import { createEcsTaskLauncher } from '../../shared/aws/ecs-task-launcher.ts'
import { createS3Objects } from '../../shared/aws/s3-objects.ts'
import { createSqsDeadLetters } from '../../shared/aws/sqs-dead-letters.ts'
import { createSqsLaunchQueue } from '../../shared/aws/sqs-launch-queue.ts'
import { createSqsQueue } from '../../shared/aws/sqs-queue.ts'
import { createSqsRefusedMessages } from '../../shared/aws/sqs-refused-messages.ts'
import { queueHandler } from '../../shared/lambda/queue-handler.ts'
import { createLaunchLoad } from '../../shared/launch/create-launch-load.ts'
import { createSetAsideHourly } from '../../shared/launch/set-aside-hourly.ts'
import { systemClock as clock } from '../../shared/platform/clock.ts'
import { parseEnv } from '../../shared/platform/env.ts'
import { createLog } from '../../shared/platform/log.ts'
import { environment } from './environment.ts'
import { createHandler } from './handler.ts'

const env = parseEnv(process.env, environment)
const log = createLog('launch-load', (line) => process.stdout.write(line), clock.now)
const random = Math.random
const database = { client: new DynamoDBClient(REPEATED_REQUESTS), table: env.LEDGER_TABLE }
const client = new SQSClient(REPEATED_REQUESTS)
const launches = { client, url: env.LAUNCHES_QUEUE_URL }
const deadLetters = { client, queueUrl: env.DEAD_LETTER_QUEUE_URL }

const tasks = createEcsTaskLauncher({
  client: new ECSClient(REPEATED_REQUESTS),
  cluster: env.CLUSTER,
  taskDefinition: env.TASK_DEFINITION,
  subnets: env.SUBNETS,
  securityGroups: env.SECURITY_GROUPS,
  assignPublicIp: env.ASSIGN_PUBLIC_IP,
})
const ledger = createDynamoLedger(database)
const launchLoad = createLaunchLoad({
  tasks,
  launches: createDynamoLaunchLedger(database),
  ledger,
  setAside: createSetAsideHourly({
    hourly: env.HOURLY_DATASETS,
    ledger,
    leases: createDynamoLeases(database),
    clock,
  }),
  queue: createSqsLaunchQueue(launches),
  deadLetters: createSqsDeadLetters(deadLetters),
  capacity: env.LAUNCH_CAPACITY,
  sizes: { small: env.TASK_SIZE, large: env.LARGE_TASK_SIZE, largest: env.LARGEST_TASK_SIZE },
  clock,
  random,
})
const handle = createHandler({
  launchLoad,
  stackName: env.STACK_NAME,
  clock,
  landingBucket: env.LANDING_BUCKET,
  refused: createSqsRefusedMessages(deadLetters),
  versions: createS3Objects({ client: new S3Client(REPEATED_REQUESTS) }),
})

export const handler = queueHandler({ handle, postpone: createSqsQueue(launches).setVisibility, random, log })
