import { CreateTableCommand, DeleteTableCommand } from '@aws-sdk/client-dynamodb'
import {
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { command } from './run.ts'
import { startStack } from './stack.ts'
import { root } from './variants.ts'

// What a person does when loads have failed: finds them, mends the cause, loads them again. On the whole stack.

const TABLE = 'stevedore-local-unemployment'
let stack: Awaited<ReturnType<typeof startStack>>
let endpoint: string
const versions = new Map<string, string>()

beforeAll(async () => {
  stack = await startStack()
  const { protocol = '', hostname, port } = (await stack.s3.config.endpoint?.()) ?? {}
  endpoint = `${protocol}//${hostname}:${port}`
  // Without its table a load cannot succeed, and a person is asked.
  await stack.dynamodb.send(new DeleteTableCommand({ TableName: TABLE }))
  for (const key of ['unemployment/a.tsv', "unemployment/it's b.tsv", 'unemployment/c.tsv'])
    versions.set(key, await stack.upload(key, 'id\trate\n1001\t0.1\n'))
  for (const [key, version] of versions) await stack.settled(key, version, 'failed')
})
afterAll(async () => stack?.close())

/** What a command said, which ended with this code. */
async function said(code: number, name: string, ...args: string[]): Promise<string[]> {
  const run = command(root, endpoint, name, ...args)
  expect(await run.ended, run.output()).toBe(code)
  return run.output().split('\n')
}

async function arnOf(queueUrl: string | undefined): Promise<string> {
  const { Attributes } = await stack.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['QueueArn'] }),
  )
  return Attributes?.QueueArn ?? ''
}

test('failed loads are found, with the reason and what to do', async () => {
  const lines = await said(0, 'loads', '--status', 'failed', '--since', '1h', '--dataset', 'unemployment')
  expect(lines.filter((line) => line.includes('failed  unemployment'))).toHaveLength(3)
  const asJson = await said(0, 'loads', '--status', 'failed', '--json')
  expect(asJson.filter(Boolean).map((line) => JSON.parse(line).status)).toEqual(Array(3).fill('failed'))
  expect(await said(0, 'loads', '--older-than', '1h')).toEqual([
    expect.stringMatching(/^No load is found/),
    '',
  ])
  expect(await said(0, 'loads', '--older-than', '1h', '--json')).toEqual([''])

  const shown = (await said(0, 'loads', 'show', 'unemployment/a.tsv')).join('\n')
  expect(shown).toContain(`version     ${versions.get('unemployment/a.tsv')}`)
  expect(shown).toMatch(/error {7}dependency\.denied: .*unemployment/)
  expect(shown).toContain(`npm run reload -- s3://${stack.outputs.LandingBucketName}/unemployment/a.tsv`)
  const [json = ''] = await said(0, 'loads', 'show', 'unemployment/a.tsv', '--json')
  expect(JSON.parse(json)).toMatchObject({ status: 'failed', error: { code: 'dependency.denied' } })
})

test('the dead-letter queues tell what lies in them, and keep it', async () => {
  for (let look = 1; look <= 2; look++) {
    const queues = await said(0, 'dlq')
    expect(queues).toContainEqual(expect.stringMatching(/^loads +3 +\d+ (s|min)/))
    expect(queues).toContainEqual(expect.stringMatching(/^launches +0 /))
  }
  const shown = (await said(0, 'dlq', 'show', '--object', "unemployment/it's b.tsv")).join('\n')
  expect(shown).toMatch(/^loads: 1 message$/m)
  expect(shown).toContain(`it's b.tsv, version ${versions.get("unemployment/it's b.tsv")}`)
  expect(shown).toMatch(/attempt 1, launch 1\n {4}dependency\.denied: /)

  const [loads = ''] = await said(0, 'dlq', '--json')
  expect(JSON.parse(loads)).toMatchObject({ name: 'loads', messages: 3 })
  const letters = await said(0, 'dlq', 'show', '--json', '--queue', 'loads')
  expect(letters.filter(Boolean).map((line) => JSON.parse(line))).toEqual(
    Array(3).fill(
      expect.objectContaining({ queue: 'loads', reason: expect.stringMatching(/^dependency\.denied: /) }),
    ),
  )
  const none = await said(64, 'dlq', 'redrive', '--object', 'unemployment/other.tsv')
  expect(none.join('\n')).toMatch(/There was no message of s3:\/\/.*other\.tsv: npm run dlq -- show tells/)
})

test('F29 with the cause mended, reload, dlq redrive and the redrive of SQS each load a failed load', async () => {
  await stack.dynamodb.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'N' }],
    }),
  )
  const [a = '', b = '', c = ''] = versions.keys()
  await said(0, 'reload', a)
  await stack.settled(a, versions.get(a) ?? '', 'loaded')
  expect((await said(64, 'reload', a)).join('\n')).toContain('is loaded. Upload the file again')
  expect((await said(64, 'dlq', 'drop', '--object', a)).join('\n')).toContain('say --yes')
  expect(await said(0, 'dlq', 'drop', '--object', a, '--yes')).toContain('loads: 1 message deleted')

  expect(await said(0, 'dlq', 'redrive', '--object', b)).toContain(
    'loads: 1 message sent back to the queue loads',
  )
  await stack.settled(b, versions.get(b) ?? '', 'loaded')

  const SourceArn = await arnOf(stack.outputs.LoadsDeadLetterQueueUrl)
  // A worker sent it there: SQS cannot know where it belongs, and must be told.
  await stack.sqs.send(new StartMessageMoveTaskCommand({ SourceArn }))
  await vi.waitFor(async () => {
    const { Results } = await stack.sqs.send(new ListMessageMoveTasksCommand({ SourceArn }))
    expect(Results).toMatchObject([{ Status: 'FAILED', FailureReason: 'CouldNotDetermineMessageSource' }])
  })
  await stack.sqs.send(
    new StartMessageMoveTaskCommand({
      SourceArn,
      DestinationArn: await arnOf(stack.outputs.LoadsQueueUrl),
    }),
  )
  const item = await stack.settled(c, versions.get(c) ?? '', 'loaded')
  expect(item).toMatchObject({ rowsRead: { N: '1' }, fruitless: { N: '0' } })
  await vi.waitFor(async () =>
    expect(await said(0, 'dlq')).toContainEqual(expect.stringMatching(/^loads +0 /)),
  )
})

test('a rejected load of a large file is reloaded as a task of its own', async () => {
  const key = 'unemployment/large.tsv'
  const rows = Array.from({ length: 120_000 }, (_, index) => `${1001 + index}\t0.1`)
  const version = await stack.upload(key, ['wrong\trate', ...rows].join('\n'))
  const before = await stack.settled(key, version, 'rejected')
  const lines = await said(0, 'reload', key, '--version', version)
  expect(lines.join('\n')).toContain('its message is in the queue launches')
  const after = await vi.waitFor(
    async () => {
      const item = await stack.settled(key, version, 'rejected')
      expect(Number(item.attempt?.N)).toBe(Number(before.attempt?.N) + 2)
      return item
    },
    { timeout: 60_000, interval: 200 },
  )
  expect(after.launch?.M?.number?.N).toBe('2')
  expect(after.taskArn?.S).not.toBe(before.taskArn?.S)
  const shown = (await said(0, 'loads', 'show', key, '--follow')).join('\n')
  expect(shown).toMatch(/launch {6}2, spot/)
  expect(shown).toMatch(/error {7}file\.header: /)
})
