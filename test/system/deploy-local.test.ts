import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation'
import { DynamoDBClient, GetItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb'
import { DescribeServicesCommand, DescribeTaskDefinitionCommand, ECSClient } from '@aws-sdk/client-ecs'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { checkout } from './checkout.ts'
import { clientOf, serverless, start } from './run.ts'
import { root } from './variants.ts'
import { workersUnder } from './worker-processes.ts'

// The framework's own commands against the local runtime, one after the other: each test goes on where the last ended.

const STACK = 'stevedore-local'
const AIRPORTS = 'iata,name,city,state,country,latitude,longitude\n'
const HARBOURS = `name: harbours
match: harbours/*.csv
format: csv
key: { partition: code }
columns:
  code: { type: string }
  name: string
`

let folder: string
let runtime: ReturnType<typeof start>
let endpoint: string
let clients: {
  cloudformation: CloudFormationClient
  dynamodb: DynamoDBClient
  ecs: ECSClient
  s3: S3Client
}

beforeAll(async () => {
  folder = checkout()
  await startRuntime()
})

afterAll(async () => {
  for (const client of Object.values(clients ?? {})) client.destroy()
  runtime?.kill('SIGINT')
  await runtime?.ended
  rmSync(folder, { recursive: true, force: true })
})

test('the first deploy makes the whole stack on an empty runtime, and a file is loaded', async () => {
  expect(runtime.output()).toContain('npx serverless deploy --stage local')
  const said = await succeed('deploy')
  expect(said).toContain(`Service deployed to stack ${STACK}`)
  expect(await status()).toBe('UPDATE_COMPLETE')
  await load('airports/first.csv', `${AIRPORTS}AAA,First,c,IL,USA,1,2\n`)
  expect(await rows('airports')).toBe(1)
})

test('info, invoke and logs answer as they do on AWS', async () => {
  const info = await succeed('info')
  expect(info).toMatch(/launch-load: stevedore-local-launch-load/)
  const invoked = await succeed('invoke', '-f', 'explain-stop', '-p', 'events/explain-stop/running.json')
  expect(JSON.parse(invoked)).toEqual({ batchItemFailures: [] })
  expect(await succeed('logs', '-f', 'explain-stop')).toContain('START')
})

test('a deploy with changes makes, changes and removes what they say, and the data stays', async () => {
  const before = await service()
  writeFileSync(join(folder, 'datasets', 'harbours.yml'), HARBOURS)
  rmSync(join(folder, 'datasets', 'unemployment.yml'))
  change('process.title = "second edition"')
  await succeed('deploy', '--param', 'routeBytes=2000000')

  const after = await service()
  expect(after.revision).not.toBe(before.revision)
  expect(after.image).toMatch(/:packaged-\w+$/)
  expect(after.image).not.toBe(before.image)
  expect(after.deployments).toMatchObject([{ rolloutState: 'COMPLETED', taskDefinition: after.revision }])
  const resources = await logicalIds()
  expect(resources).toContain('HarboursTable')
  expect(resources).not.toContain('UnemploymentTable')
  expect(await outputs()).toMatchObject({ RouteBytes: '2000000', HarboursTableName: `${STACK}-harbours` })

  await load('harbours/new.csv', 'code,name\nHAM,Hamburg\nRTM,Rotterdam\n')
  expect(await rows('harbours')).toBe(2)
  expect(await rows('airports')).toBe(1)
  // Its resource left the template, and its policy keeps the table.
  expect(await rows('unemployment')).toBe(0)
})

test('a deploy whose tasks fail says why and goes back, and the old tasks go on working', async () => {
  const before = await service()
  change('throw new Error("a mistake in the worker")')
  const { code, output } = await framework('deploy', '--param', 'routeBytes=3000000')
  expect(code).toBe(1)
  expect(output).toMatch(/UPDATE_FAILED: LoadQueueService \(AWS::ECS::Service\)/)
  expect(output).toMatch(/The last task of stevedore-local-load-queue:\d+: task stopped: exit code 1/)

  await vi.waitFor(async () => expect(await status()).toBe('UPDATE_ROLLBACK_COMPLETE'), { timeout: 30_000 })
  expect(await service()).toMatchObject({ revision: before.revision, image: before.image })
  expect(await outputs()).toMatchObject({ RouteBytes: '2000000' })
  await load('harbours/meanwhile.csv', 'code,name\nANR,Antwerp\n')
  expect(await rows('harbours')).toBe(3)
})

test('a remove ends tasks and services, leaves the data, and says how to go on', async () => {
  const said = await succeed('remove')
  expect(said).toContain('Service stevedore has been successfully removed')
  expect(said).toContain('existingData=adopt')
  await expect(status()).rejects.toThrow(`Stack with id ${STACK} does not exist`)
  expect(workersUnder(join(folder, '.local', 'images'))).toEqual([])
  expect(await rows('harbours')).toBe(3)
})

test('a deploy after that takes the data over, and the next file joins it', async () => {
  change('process.title = "third edition"')
  await succeed('deploy', '--param', 'existingData=adopt')
  expect(await status()).toBe('UPDATE_COMPLETE')
  expect(await rows('harbours')).toBe(3)
  await load('harbours/again.csv', 'code,name\nLEH,Le Havre\n')
  expect(await rows('harbours')).toBe(4)
  // Lines of IAM are calls that it refused.
  expect(runtime.output()).not.toMatch(/^iam /m)
})

test('a restart without a deploy brings the stack back', async () => {
  const before = { outputs: await outputs(), service: await service() }
  runtime.kill('SIGINT')
  expect(await runtime.ended).toBe(0)
  await startRuntime()
  expect(runtime.output()).toContain(`Here again: ${STACK}.`)
  expect(await status()).toBe('UPDATE_COMPLETE')
  expect((await outputs()).LandingBucketName).toBe(before.outputs.LandingBucketName)
  expect((await service()).image).toBe(before.service.image)
  await load('harbours/back.csv', 'code,name\nBHV,Bremerhaven\n')
  expect(await rows('harbours')).toBe(5)
})

async function startRuntime(): Promise<void> {
  // Schedules and the pauses between starts of tasks that fail are faster, nothing else.
  runtime = start(folder, '--no-deploy', '--port', '0', '--speed', '20', '--data', join(folder, '.local'))
  await runtime.said(/^ready /m)
  const client = clientOf(runtime.output())
  endpoint = client.endpoint
  clients = {
    cloudformation: new CloudFormationClient(client),
    dynamodb: new DynamoDBClient(client),
    ecs: new ECSClient(client),
    s3: new S3Client(client),
  }
}

/** A statement that the workers of the service begin with from the next deploy on. */
function change(statement: string): void {
  const file = join('workers', 'load-queue', 'main.ts')
  writeFileSync(join(folder, file), `${statement}\n${readFileSync(join(root, file), 'utf8')}`)
}

async function framework(...args: string[]): Promise<{ code: number | null; output: string }> {
  const run = serverless(folder, endpoint, ...args, '--stage', 'local')
  return { code: await run.ended, output: run.output() }
}

/** What a command said that ended well. */
async function succeed(...args: string[]): Promise<string> {
  const { code, output } = await framework(...args)
  expect(code, `${output}\n${runtime.output()}`).toBe(0)
  return output
}

async function stack() {
  const { Stacks } = await clients.cloudformation.send(new DescribeStacksCommand({ StackName: STACK }))
  return Stacks?.[0]
}

async function status(): Promise<string | undefined> {
  return (await stack())?.StackStatus
}

async function outputs(): Promise<Record<string, string>> {
  const { Outputs = [] } = (await stack()) ?? {}
  return Object.fromEntries(Outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]))
}

async function logicalIds(): Promise<(string | undefined)[]> {
  const input = { StackName: STACK }
  const { StackResources = [] } = await clients.cloudformation.send(new DescribeStackResourcesCommand(input))
  return StackResources.map(({ LogicalResourceId }) => LogicalResourceId)
}

async function service() {
  const input = { cluster: STACK, services: [`${STACK}-load-queue`] }
  const { services: [found] = [] } = await clients.ecs.send(new DescribeServicesCommand(input))
  const { taskDefinition } = await clients.ecs.send(
    new DescribeTaskDefinitionCommand({ taskDefinition: found?.taskDefinition }),
  )
  return {
    revision: found?.taskDefinition,
    deployments: found?.deployments,
    image: taskDefinition?.containerDefinitions?.[0]?.image,
  }
}

/** Uploads a file, and waits until its rows are loaded. */
async function load(key: string, body: string): Promise<void> {
  const { LandingBucketName: bucket } = await outputs()
  const { VersionId = '' } = await clients.s3.send(
    new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }),
  )
  const ledgerKey = { object: { S: `s3://${bucket}/${key}` }, version: { S: VersionId } }
  await vi.waitFor(
    async () => {
      const input = { TableName: `${STACK}-ledger`, Key: ledgerKey }
      const { Item } = await clients.dynamodb.send(new GetItemCommand(input))
      expect(Item?.status?.S, runtime.output()).toBe('loaded')
    },
    { timeout: 30_000, interval: 100 },
  )
}

async function rows(dataset: string): Promise<number | undefined> {
  const input = { TableName: `${STACK}-${dataset}`, Select: 'COUNT' } as const
  return (await clients.dynamodb.send(new ScanCommand(input))).Count
}
