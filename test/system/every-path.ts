import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { DeleteTableCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import {
  DeregisterTaskDefinitionCommand,
  RunTaskCommand,
  type RunTaskCommandInput,
} from '@aws-sdk/client-ecs'
import { ListObjectVersionsCommand } from '@aws-sdk/client-s3'
import { DeleteQueueCommand, SendMessageCommand } from '@aws-sdk/client-sqs'
import { expect, vi } from 'vitest'
import { objectCreated, queueIsEmpty } from './deliveries.ts'
import { endLease } from './end-lease.ts'
import { changeDatasets } from './hourly-package.ts'
import { startAudit, turnRules } from './run-audit.ts'
import { startStack } from './stack.ts'

// Every path that a file, a launch, a stop and a run of the audit can take, on one stack. What is asked of the policies on
// the way is what they have to allow.

type Stack = Awaited<ReturnType<typeof startStack>>

// An hour of the schedule takes twenty seconds, a minute of an alarm a third of one.
const SPEED = 180
const TASKS_MAX = 16
const AIRPORTS = 'iata,name,city,state,country,latitude,longitude\n'
// Over a megabyte of rejects, which is when they become a part; over routeBytes unless it is packed.
const REFUSED = Array.from({ length: 10_000 }, (_, index) => `A${index},${'x'.repeat(120)},c,IL,USA,1,2\n`)
const REPOSITORY = '000000000000.dkr.ecr.us-east-1.amazonaws.com/stevedore@sha256:'

/** Starts the stack with datasets of every way of writing, and a task that stands still over one file. */
export function startStackOfAllPaths(): Promise<Stack> {
  return startStack('local', {
    speed: SPEED,
    strikes: [
      { point: 'claimed', action: 'stall', seconds: 25, object: `s3://\${LandingBucket}/airports/hung.csv` },
    ],
    change(folder) {
      changeDatasets(folder, (dataset) => ({
        ...dataset,
        rejectLimit: { kind: 'percent', percent: 100 },
        ...(dataset.name === 'airports' ? { write: { kind: 'insert' } } : {}),
        ...(dataset.name === 'unemployment' ? { when: 'hourly' } : {}),
      }))
      // As in an account, the image comes from a repository; which one does not matter to the local runtime.
      const template = join(folder, 'cloudformation-template-update-stack.json')
      const text = readFileSync(template, 'utf8')
      writeFileSync(template, text.replaceAll(/"Image":"[^"]*"/g, `"Image":"${REPOSITORY}${'0'.repeat(64)}"`))
    },
  })
}

export async function takeEveryPath(stack: Stack): Promise<void> {
  await Promise.all([loadFiles(stack), nameNoVersion(stack), sendWhatNobodyReads(stack)])
  await Promise.all([standStill(stack), stopEarly(stack)])
  await runOutOfCapacity(stack)
  await Promise.all([giveUp(stack), loadHourly(stack)])
  await failForWantOfATable(stack)
  await failToDeliver(stack)
}

/** Waits until somebody was allowed this. */
async function allowed(
  stack: Stack,
  who: string,
  action: string,
  resource: string,
  timeout = 30_000,
): Promise<void> {
  await vi.waitFor(
    () => {
      const calls = stack.iam
        .calls()
        .filter(
          (call) => call.who.includes(who) && call.action === action && call.decision.kind === 'allowed',
        )
        .map((call) => call.resource)
      expect(calls, `${who} ${action}`).toContainEqual(expect.stringContaining(resource))
    },
    { timeout, interval: 50 },
  )
}

/** There may be no room for a run, and of two at once, one of them the schedule's, one does nothing. */
async function auditUntilAllowed(
  stack: Stack,
  action: string,
  resource: string,
  environment?: Readonly<Record<string, string>>,
): Promise<void> {
  await vi.waitFor(
    async () => {
      await startAudit(stack, environment)
      await allowed(stack, 'AuditRole', action, resource, 4_000)
    },
    { timeout: 40_000, interval: 100 },
  )
}

/** By the service and by tasks of their own, in both ways of writing, with rejects that fill a part. */
async function loadFiles(stack: Stack): Promise<void> {
  const body = [AIRPORTS, 'ALL,n,c,IL,USA,1,2\n', ...REFUSED].join('')
  const zipcodes = 'zip_code,latitude,longitude,city,state,county\n00501,1,2,c,NY,x\n'
  const uploads: [string, string | Buffer][] = [
    ['airports/service.csv.gz', gzipSync(body)],
    ['airports/task.csv', body],
    ['zipcodes/service.csv', zipcodes],
    ['zipcodes/task.csv', `${zipcodes}${'00502,1,2,c,NY,x\n'.repeat(70_000)}`],
  ]
  const versions = await Promise.all(uploads.map(([key, content]) => stack.upload(key, content)))
  // The second version of a key waits until the first one is loaded, or asks which one is newer.
  const again = await stack.upload('airports/service.csv.gz', gzipSync(body))
  for (const [index, [key]] of uploads.entries())
    await stack.settled(key, versions[index] ?? '', 'loaded', 'superseded')
  await stack.settled('airports/service.csv.gz', again, 'loaded')
}

/** Messages and tasks that name no version of an object, or one that is not there. */
async function nameNoVersion(stack: Stack): Promise<void> {
  const { LandingBucketName: bucket, LoadsQueueUrl, LaunchesQueueUrl } = stack.outputs
  await stack.upload('airports/newest.csv', `${AIRPORTS}NEW,n,c,IL,USA,1,2\n`)
  for (const QueueUrl of [LoadsQueueUrl, LaunchesQueueUrl]) {
    for (const key of ['airports/newest.csv', 'airports/missing.csv']) {
      const MessageBody = objectCreated(bucket, key, '', 60).replace(',"version-id":""', '')
      await stack.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }))
    }
  }
  await stack.upload('airports/another.csv', `${AIRPORTS}ANO,n,c,IL,USA,1,2\n`)
  const gone = objectCreated(bucket, 'airports/another.csv', 'never-uploaded', 60)
  await stack.sqs.send(new SendMessageCommand({ QueueUrl: LoadsQueueUrl, MessageBody: gone }))
  await startTask(stack, { OBJECT_KEY: 'airports/newest.csv' })
  await startTask(stack, { OBJECT_KEY: 'airports/missing.csv' })
  await startTask(stack, { OBJECT_KEY: 'airports/newest.csv', OBJECT_VERSION_ID: 'never-uploaded' })
  for (const role of ['LoadQueueRole', 'LaunchLoadRole', 'LoadObjectRole'])
    await allowed(stack, role, 's3:ListBucket', bucket ?? '')
  for (const role of ['LoadQueueRole', 'LoadObjectRole'])
    await allowed(stack, role, 's3:ListBucketVersions', bucket ?? '')
}

async function sendWhatNobodyReads(stack: Stack): Promise<void> {
  const { LoadsQueueUrl, LaunchesQueueUrl, StopsQueueUrl } = stack.outputs
  for (const QueueUrl of [LoadsQueueUrl, LaunchesQueueUrl, StopsQueueUrl])
    await stack.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'no event' }))
  await allowed(stack, 'LoadQueueRole', 'sqs:SendMessage', 'LoadsDeadLetter')
  await allowed(stack, 'LaunchLoadRole', 'sqs:SendMessage', 'LaunchesDeadLetter')
  await allowed(stack, 'ExplainStopRole', 'sqs:SendMessage', 'StopsDeadLetter')
  await allowed(stack, 'cloudwatch', 'sns:Publish', 'Topic')
}

/** A task hangs over its load: its launch is delivered again, the audit stops it, and people are told. */
async function standStill(stack: Stack): Promise<void> {
  const { LandingBucketName: bucket, LaunchesQueueUrl: QueueUrl } = stack.outputs
  const key = 'airports/hung.csv'
  const body = [AIRPORTS, ...REFUSED].join('')
  const version = await stack.upload(key, body)
  await stack.settled(key, version, 'loading')
  const MessageBody = objectCreated(bucket, key, version, body.length)
  await stack.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }))
  await allowed(stack, 'LaunchLoadRole', 'ecs:DescribeTasks', 'task/')
  await allowed(stack, 'LaunchLoadRole', 'sqs:ChangeMessageVisibility', 'Launches')
  await endLease(stack, `s3://${bucket}/${key}`)
  await auditUntilAllowed(stack, 'ecs:StopTask', 'task/')
  await allowed(stack, 'ExplainStopRole', 'logs:GetLogEvents', 'log-group')
  await allowed(stack, 'ExplainStopRole', 'sns:Publish', 'Topic')
}

/** Tasks that end before they come to work: one asks for a person, the other for the next launch. */
async function stopEarly(stack: Stack): Promise<void> {
  const object = { OBJECT_KEY: 'airports/wrong-stack.csv', OBJECT_VERSION_ID: 'never-uploaded' }
  await startTask(stack, { ...object, TABLE_PREFIX: '' })
  await startTask(
    stack,
    { ...object, OBJECT_KEY: 'airports/no-program.csv' },
    { command: ['no-such-program'] },
  )
  await allowed(stack, 'ExplainStopRole', 'sqs:SendMessage', 'LaunchesDeadLetter')
  await allowed(stack, 'ExplainStopRole', 'sqs:SendMessage', ':stevedore-local-Launches-')
}

/** As many tasks run as may: a launch finds no room, and sends the next one. */
async function runOutOfCapacity(stack: Stack): Promise<void> {
  const waiting = { command: ['sleep', '3'] }
  for (let started = 0; started < TASKS_MAX; started += 8) await startTask(stack, {}, waiting, 8)
  await stack.upload('airports/no-room.csv', [AIRPORTS, ...REFUSED].join(''))
  await allowed(stack, 'LaunchLoadRole', 'sqs:SendMessage', ':stevedore-local-Launches-')
}

/** A file whose event was lost, a version that is gone, loads whose attempts are used up: the audit sends, closes, tells. */
async function giveUp(stack: Stack): Promise<void> {
  const { LandingBucketName: bucket, LedgerTableName: TableName } = stack.outputs
  const { Versions = [] } = await stack.s3.send(
    new ListObjectVersionsCommand({ Bucket: bucket, Prefix: 'airports/' }),
  )
  const there = Versions.filter(({ Key = '' }) => ['airports/another.csv', 'airports/task.csv'].includes(Key))
  for (const { Key, VersionId } of [...there, { Key: 'airports/another.csv', VersionId: 'never-uploaded' }]) {
    await stack.dynamodb.send(
      new UpdateItemCommand({
        TableName,
        Key: { object: { S: `s3://${bucket}/${Key}` }, version: { S: VersionId ?? '' } },
        UpdateExpression: 'SET #s = :loading, statusShard = :shard, fruitless = :five REMOVE #o',
        ExpressionAttributeNames: { '#s': 'status', '#o': 'owner' },
        ExpressionAttributeValues: {
          ':loading': { S: 'loading' },
          ':shard': { S: 'loading#0' },
          ':five': { N: '5' },
        },
      }),
    )
  }
  await turnRules(stack, 'DisableRule')
  await stack.upload('airports/lost.csv', `${AIRPORTS}LOS,n,c,IL,USA,1,2\n`)
  // While something waits in the queue, the file's event may be among that.
  await queueIsEmpty(stack, stack.outputs.LoadsQueueUrl)
  await auditUntilAllowed(stack, 'sqs:SendMessage', ':stevedore-local-Loads-', { LOST_AFTER_SECONDS: '0' })
  await turnRules(stack, 'EnableRule')
  await allowed(stack, 'AuditRole', 's3:ListBucket', bucket ?? '')
  await allowed(stack, 'AuditRole', 'sqs:SendMessage', 'LoadsDeadLetter')
  await allowed(stack, 'AuditRole', 'sqs:SendMessage', 'LaunchesDeadLetter')
}

/** The scheduled task loads what waits for the hour. */
async function loadHourly(stack: Stack): Promise<void> {
  const key = 'unemployment/hourly.tsv.gz'
  const rows = REFUSED.map((_, index) => `${1001 + index}\t${'9'.repeat(240)}\n`)
  const version = await stack.upload(key, gzipSync(['id\trate\n', '1001\t0.1\n', ...rows].join('')))
  await stack.settled(key, version, 'loaded')
  await allowed(stack, 'AuditScheduleRole', 'ecs:RunTask', 'audit')
}

/** A load cannot succeed, and its message goes to people: by the service and by a task of its own. */
async function failForWantOfATable(stack: Stack): Promise<void> {
  await stack.dynamodb.send(new DeleteTableCommand({ TableName: stack.outputs.ZipcodesTableName }))
  const row = '00501,1,2,c,NY,x\n'
  const head = 'zip_code,latitude,longitude,city,state,county\n'
  for (const [key, rows] of [
    ['zipcodes/no-table.csv', 1],
    ['zipcodes/no-table-for-many.csv', 70_000],
  ] as const)
    await stack.settled(key, await stack.upload(key, head + row.repeat(rows)), 'failed')
  await allowed(stack, 'LoadObjectRole', 'sqs:SendMessage', 'LaunchesDeadLetter')
}

/** Queues, the ledger and the audit's definition are gone: what cannot be delivered goes to the dead-letter queues. */
async function failToDeliver(stack: Stack): Promise<void> {
  const { LoadsQueueUrl, LaunchesQueueUrl, StopsQueueUrl, LedgerTableName } = stack.outputs
  const taskDefinition = 'stevedore-local-audit:1'
  await stack.ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition }))
  for (const QueueUrl of [LoadsQueueUrl, LaunchesQueueUrl])
    await stack.sqs.send(new DeleteQueueCommand({ QueueUrl }))
  await stack.upload('airports/nowhere.csv', AIRPORTS)
  await stack.upload('airports/nowhere-large.csv', [AIRPORTS, ...REFUSED].join(''))
  await allowed(stack, 'small-object', 'sqs:SendMessage', 'LoadsDeadLetter')
  await allowed(stack, 'large-object', 'sqs:SendMessage', 'LaunchesDeadLetter')
  await allowed(stack, 'AuditScheduleRole', 'sqs:SendMessage', 'AuditDeadLetter')
  await stack.dynamodb.send(new DeleteTableCommand({ TableName: LedgerTableName }))
  await startTask(stack, {}, { command: ['true'] })
  await allowed(stack, 'ExplainStopRole', 'sqs:ChangeMessageVisibility', 'Stops')
  await stack.sqs.send(new DeleteQueueCommand({ QueueUrl: StopsQueueUrl }))
  await startTask(stack, {}, { command: ['true'] })
  await allowed(stack, 'stopped-task', 'sqs:SendMessage', 'StopsDeadLetter')
}

/** A task of load-object that nobody launched for a message. */
async function startTask(
  stack: Stack,
  variables: Record<string, string>,
  override: { command?: string[] } = {},
  count = 1,
): Promise<void> {
  const all = { OBJECT_BUCKET: stack.outputs.LandingBucketName ?? '', LAUNCH_NUMBER: '1', ...variables }
  const environment = Object.entries(all).map(([name, value]) => ({ name, value }))
  const input: RunTaskCommandInput = {
    cluster: stack.outputs.ClusterName,
    taskDefinition: 'stevedore-local-load-object',
    count,
    networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-a'] } },
    overrides: { containerOverrides: [{ name: 'load-object', environment, ...override }] },
  }
  await stack.ecs.send(new RunTaskCommand(input))
}
