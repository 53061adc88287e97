import process from 'node:process'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import { SNSClient } from '@aws-sdk/client-sns'
import { SQSClient } from '@aws-sdk/client-sqs'
import { REPEATED_REQUESTS } from '../../shared/aws/client-settings.ts'
import { createCloudwatchLogTail } from '../../shared/aws/cloudwatch-log-tail.ts'
import { createDynamoLaunchLedger } from '../../shared/aws/dynamo-launch-ledger.ts'
import { createDynamoLedger } from '../../shared/aws/dynamo-ledger.ts'
import { createDynamoStopLedger } from '../../shared/aws/dynamo-stop-ledger.ts'
import { createDynamoStopMails } from '../../shared/aws/dynamo-stop-mails.ts'
import { createS3StopArchive } from '../../shared/aws/s3-stop-archive.ts'
import { createSnsTopic } from '../../shared/aws/sns-topic.ts'
import { createSqsDeadLetters } from '../../shared/aws/sqs-dead-letters.ts'
import { createSqsLaunchQueue } from '../../shared/aws/sqs-launch-queue.ts'
import { createSqsQueue } from '../../shared/aws/sqs-queue.ts'
import { createSqsRefusedMessages } from '../../shared/aws/sqs-refused-messages.ts'
import { queueHandler } from '../../shared/lambda/queue-handler.ts'
import { systemClock as clock } from '../../shared/platform/clock.ts'
import { parseEnv } from '../../shared/platform/env.ts'
import { createLog } from '../../shared/platform/log.ts'
import { createAnswerStop } from '../../shared/stop/answer-stop.ts'
import { createExplainStop } from '../../shared/stop/create-explain-stop.ts'
import { createTellStop } from '../../shared/stop/tell-stop.ts'
import { environment } from './environment.ts'
import { createHandler } from './handler.ts'

const env = parseEnv(process.env, environment)
const log = createLog('explain-stop', (line) => process.stdout.write(line), clock.now)
const dynamo = new DynamoDBClient(REPEATED_REQUESTS)
const database = { client: dynamo, table: env.LEDGER_TABLE }
const client = new SQSClient(REPEATED_REQUESTS)
const stops = createDynamoStopLedger(database)

const answerStop = createAnswerStop({
  ledger: createDynamoLedger(database),
  launches: createDynamoLaunchLedger(database),
  stops,
  queue: createSqsLaunchQueue({ client, url: env.LAUNCHES_QUEUE_URL }),
  deadLetters: createSqsDeadLetters({ client, queueUrl: env.LAUNCHES_DEAD_LETTER_QUEUE_URL }),
  clock,
})
const tellStop = createTellStop({
  mails: createDynamoStopMails(database),
  topic: createSnsTopic({ client: new SNSClient(REPEATED_REQUESTS), topicArn: env.TOPIC }),
  stack: {
    name: env.STACK_NAME,
    stage: env.STAGE,
    resultsBucket: env.RESULTS_BUCKET,
    logGroup: env.LOG_GROUP,
  },
  clock,
})
const explainStop = createExplainStop({
  answerStop,
  stops,
  archive: createS3StopArchive({ client: new S3Client(REPEATED_REQUESTS), bucket: env.RESULTS_BUCKET }),
  logs: createCloudwatchLogTail({
    client: dynamo,
    group: env.LOG_GROUP,
    endpoint: env.AWS_ENDPOINT_URL,
    clock,
    log,
  }),
  tellStop,
  notify: env.NOTIFY,
})
const handle = createHandler({
  explainStop,
  stackName: env.STACK_NAME,
  clock,
  refused: createSqsRefusedMessages({ client, queueUrl: env.STOPS_DEAD_LETTER_QUEUE_URL }),
})

export const handler = queueHandler({
  handle,
  postpone: createSqsQueue({ client, url: env.STOPS_QUEUE_URL }).setVisibility,
  random: Math.random,
  log,
})
