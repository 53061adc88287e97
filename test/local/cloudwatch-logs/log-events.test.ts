import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCloudwatchLogs } from '../../../local/cloudwatch-logs/index.ts'
import { servePlugin } from '../serve-plugin.ts'

// As `serverless logs` asks: first for the streams of a group, then for their lines.

const GROUP = '/aws/lambda/loader'
const FIRST = '2026/11/21/[$LATEST]b'
const SECOND = '2026/11/21/[$LATEST]a'
const at = (second: number) => Date.UTC(2026, 10, 21, 10, 0, second)

const folder = mkdtempSync(join(tmpdir(), 'cloudwatch-logs-'))
let served: Awaited<ReturnType<typeof servePlugin>>
beforeAll(async () => {
  served = await servePlugin(folder, createCloudwatchLogs)
  write(FIRST, at(3), ['{"time":"2026-11-21T10:00:03.000Z","message":"late"}', 'END Duration: 1 ms', ''])
  write(SECOND, at(4), [
    '2026-11-21T10:00:01.000Z\tid\tINFO\tearly one',
    '  its second line',
    '{"time":"2026-11-21T10:00:04.000Z","message":"last"}',
    'half a li',
  ])
})
afterAll(async () => {
  await served.close()
  rmSync(folder, { recursive: true })
})

function write(stream: string, changedAt: number, lines: string[]): void {
  const file = join(folder, 'logs', ...GROUP.split('/'), `${stream}.log`)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, lines.join('\n'))
  utimesSync(file, changedAt / 1000, changedAt / 1000)
}

interface Answer {
  readonly events: readonly { readonly message: string }[]
  readonly logStreams: readonly object[]
  readonly nextToken?: string
}

async function ask(action: string, input: object): Promise<Answer> {
  const response = await fetch(served.endpoint, {
    method: 'POST',
    headers: { 'x-amz-target': `Logs_20140328.${action}` },
    body: JSON.stringify({ logGroupName: GROUP, ...input }),
  })
  return (await response.json()) as Answer
}

async function messages(input: object): Promise<string[]> {
  const { events } = await ask('FilterLogEvents', input)
  return events.map(({ message }) => message)
}

test('the streams of a group are told by their last line, the newest first', async () => {
  const { logStreams } = await ask('DescribeLogStreams', {
    orderBy: 'LastEventTime',
    descending: true,
    limit: 50,
  })
  expect(logStreams).toMatchObject([
    { logStreamName: SECOND, lastEventTimestamp: at(4) },
    { logStreamName: FIRST, lastEventTimestamp: at(3) },
  ])
  const first = await ask('DescribeLogStreams', { limit: 1 })
  expect(first).toMatchObject({ logStreams: [{ logStreamName: SECOND }], nextToken: '1' })
  const second = await ask('DescribeLogStreams', { limit: 1, nextToken: first.nextToken })
  expect(second).toEqual({ logStreams: [expect.objectContaining({ logStreamName: FIRST })] })
})

test('lines of several streams come in the order of their times, without one that is half written', async () => {
  expect(await messages({ interleaved: true })).toEqual([
    '2026-11-21T10:00:01.000Z\tid\tINFO\tearly one',
    '  its second line',
    '{"time":"2026-11-21T10:00:03.000Z","message":"late"}',
    'END Duration: 1 ms',
    '{"time":"2026-11-21T10:00:04.000Z","message":"last"}',
  ])
})

test('lines are chosen by time, by stream and by words', async () => {
  expect(await messages({ startTime: at(3), endTime: at(4) })).toHaveLength(2)
  expect(await messages({ logStreamNames: [FIRST] })).toHaveLength(2)
  expect(await messages({ filterPattern: 'early INFO' })).toHaveLength(1)
  expect(await messages({ filterPattern: '"its second"' })).toEqual(['  its second line'])
  expect(await messages({ filterPattern: 'early late' })).toEqual([])
})

test('a long answer comes in pages', async () => {
  const first = await ask('FilterLogEvents', { limit: 3 })
  expect(first.events).toHaveLength(3)
  const rest = await ask('FilterLogEvents', { limit: 3, nextToken: first.nextToken })
  expect(rest.events).toHaveLength(2)
  expect(rest.nextToken).toBeUndefined()
})

test('what is not there, and a pattern that is not known here, are told', async () => {
  expect(await ask('FilterLogEvents', { logGroupName: '/aws/lambda/nobody' })).toMatchObject({
    __type: 'ResourceNotFoundException',
  })
  expect(await ask('DescribeLogStreams', { logGroupName: '/../..' })).toMatchObject({
    __type: 'ResourceNotFoundException',
  })
  expect(await ask('FilterLogEvents', { filterPattern: '{ $.level = "error" }' })).toMatchObject({
    __type: 'InvalidParameterException',
    message: expect.stringContaining('{ $.level = "error" }'),
  })
})

test.each([
  ['a filter pattern of 1,025 characters', { filterPattern: `"${'k'.repeat(1023)}"` }],
  ['a time before 1970', { startTime: -1 }],
])('%s is refused', async (_what, input) => {
  expect(await ask('FilterLogEvents', input)).toMatchObject({ __type: expect.stringMatching(/Exception$/) })
})
