import process from 'node:process'
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs'
import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startStack } from '../system/stack.ts'
import {
  depth,
  fileKey,
  hasTasks,
  loadsEnd,
  rowFaults,
  type Stack,
  stoppedTasks,
  uploadFiles,
} from './service.ts'
import { ROWS_A_FILE } from './small-files.ts'

/** Beside the one that kills. 1,000 for what the project promises; the default is for every day. */
const GOOD_FILES = Number(process.env.POISON_FILES ?? 60)
/**
 * How many workers it kills before the load is given up: 5, with the waits between attempts some 25 minutes in all; or 1,
 * a minute, where the ledger is told after the first that four were killed before it.
 */
const KILLS = Number(process.env.POISON_KILLS ?? 1)
const GIVEN_UP_AFTER = 5
const TIMEOUT_MS = 240_000 + GOOD_FILES * 200 + (KILLS > 1 ? 1_800_000 : 0)

const TASKS_MIN = 2
const SPEED = 60
const POISON = Math.floor(GOOD_FILES / 2)

let stack: Stack
beforeAll(async () => {
  const object = `s3://\${LandingBucket}/${fileKey(POISON)}`
  stack = await startStack('local', {
    speed: SPEED,
    strikes: [{ point: 'rows-sent', action: 'kill', object }],
  })
})
afterAll(() => stack?.close())

test(`F28 F29 a file that kills its worker (${KILLS} of ${GIVEN_UP_AFTER} times here) fails alone among ${GOOD_FILES} good ones, and is loaded by SQS's own redrive once the fault is gone`, {
  timeout: TIMEOUT_MS,
}, async () => {
  const { LoadsQueueUrl, LoadsDeadLetterQueueUrl } = stack.outputs
  await hasTasks(stack, TASKS_MIN, 60_000)
  const version = (await uploadFiles(stack, GOOD_FILES + 1))[POISON] ?? ''
  if (KILLS < GIVEN_UP_AFTER) await tellOfEarlierKills(version, GIVEN_UP_AFTER - KILLS)

  const { rowsWritten } = await loadsEnd(stack, { loaded: GOOD_FILES, failed: 1 }, TIMEOUT_MS)
  expect(rowsWritten).toBe(GOOD_FILES * ROWS_A_FILE)
  const killed = (await stoppedTasks(stack)).filter(({ containers }) => containers?.[0]?.exitCode === 137)
  expect(killed).toHaveLength(KILLS)
  expect(await stack.ledger(fileKey(POISON), version)).toMatchObject({
    status: { S: 'failed' },
    error: { M: { code: { S: 'attempts.exhausted' } } },
  })
  expect(await depth(stack, LoadsDeadLetterQueueUrl)).toEqual({ visible: 1, inFlight: 0 })
  expect(await deadLetter()).toMatchObject({
    object: { key: fileKey(POISON), versionId: version },
    attempt: KILLS,
    reason: expect.stringMatching(/^attempts\.exhausted: .*5 attempts in a row/),
  })

  await deployWithoutFault()
  await stack.sqs.send(
    new StartMessageMoveTaskCommand({
      SourceArn: await arnOf(LoadsDeadLetterQueueUrl),
      DestinationArn: await arnOf(LoadsQueueUrl),
    }),
  )
  await loadsEnd(stack, { loaded: GOOD_FILES + 1 }, 60_000)
  expect(await rowFaults(stack, GOOD_FILES + 1)).toEqual([])
  expect(await depth(stack, LoadsDeadLetterQueueUrl)).toEqual({ visible: 0, inFlight: 0 })
})

/** After the first kill: four minutes and a quarter of an hour of waiting are not for every day. */
async function tellOfEarlierKills(version: string, kills: number): Promise<void> {
  const { LandingBucketName, LedgerTableName } = stack.outputs
  await stack.settled(fileKey(POISON), version, 'loading')
  await stack.dynamodb.send(
    new UpdateItemCommand({
      TableName: LedgerTableName,
      Key: { object: { S: `s3://${LandingBucketName}/${fileKey(POISON)}` }, version: { S: version } },
      UpdateExpression: 'SET fruitless = :kills',
      ExpressionAttributeValues: { ':kills': { N: String(kills) } },
    }),
  )
}

async function deadLetter(): Promise<unknown> {
  const { Messages } = await stack.sqs.send(
    new ReceiveMessageCommand({ QueueUrl: stack.outputs.LoadsDeadLetterQueueUrl, VisibilityTimeout: 0 }),
  )
  return JSON.parse(Messages?.[0]?.Body ?? '')
}

/** A new revision of the task definition for the service, as a deploy of mended code makes one. */
async function deployWithoutFault(): Promise<void> {
  const { ClusterName: cluster, LoadQueueServiceName: service = '' } = stack.outputs
  const { services } = await stack.ecs.send(new DescribeServicesCommand({ cluster, services: [service] }))
  const { taskDefinition: faulty } = await stack.ecs.send(
    new DescribeTaskDefinitionCommand({ taskDefinition: services?.[0]?.taskDefinition }),
  )
  const { taskDefinition: mended } = await stack.ecs.send(
    new RegisterTaskDefinitionCommand({
      family: faulty?.family,
      taskRoleArn: faulty?.taskRoleArn,
      executionRoleArn: faulty?.executionRoleArn,
      networkMode: faulty?.networkMode,
      requiresCompatibilities: faulty?.requiresCompatibilities,
      cpu: faulty?.cpu,
      memory: faulty?.memory,
      containerDefinitions: faulty?.containerDefinitions?.map((container) => ({
        ...container,
        environment: container.environment?.filter(({ name }) => name !== 'FAULT_PLAN'),
      })),
    }),
  )
  await stack.ecs.send(
    new UpdateServiceCommand({ cluster, service, taskDefinition: mended?.taskDefinitionArn }),
  )
  await vi.waitFor(
    async () => {
      const { services } = await stack.ecs.send(new DescribeServicesCommand({ cluster, services: [service] }))
      expect(services?.[0]?.deployments).toMatchObject([
        { rolloutState: 'COMPLETED', taskDefinition: mended?.taskDefinitionArn },
      ])
    },
    { timeout: 60_000, interval: 250 },
  )
}

async function arnOf(queueUrl: string | undefined): Promise<string | undefined> {
  const { Attributes } = await stack.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['QueueArn'] }),
  )
  return Attributes?.QueueArn
}
