import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { createCloudwatchLogs } from '../../../local/cloudwatch-logs/index.ts'
import { createCloudwatchLogTail } from '../../../shared/aws/cloudwatch-log-tail.ts'
import { systemClock as clock } from '../../../shared/platform/clock.ts'
import { createLog } from '../../../shared/platform/log.ts'
import { servePlugin } from '../serve-plugin.ts'

// The application's reader of logs, over HTTP against the local runtime's API.

const folder = mkdtempSync(join(tmpdir(), 'cloudwatch-logs-'))
const written = vi.fn()
let served: Awaited<ReturnType<typeof servePlugin>>
let client: DynamoDBClient
beforeAll(async () => {
  served = await servePlugin(folder, createCloudwatchLogs)
  client = new DynamoDBClient(served.client)
})
afterAll(async () => {
  client.destroy()
  await served.close()
  rmSync(folder, { recursive: true })
})

function lastLines(id: string, group = '/ecs/stack') {
  const { endpoint } = served.client
  const tail = createCloudwatchLogTail({
    client,
    group,
    endpoint,
    clock,
    log: createLog('test', written, clock.now),
  })
  return tail.lastLines({ act: 'load-object', taskArn: `arn:aws:ecs:us-east-1:0:task/c/${id}` })
}

function write(id: string, text: string) {
  const stream = join(folder, 'logs', 'ecs', 'stack', 'load-object', 'load-object')
  mkdirSync(stream, { recursive: true })
  writeFileSync(join(stream, `${id}.log`), text)
}

test('the newest lines of a stream are given, oldest first', async () => {
  write('1', Array.from({ length: 40 }, (_, line) => `line ${line}\n`).join(''))
  expect(await lastLines('1')).toEqual(Array.from({ length: 15 }, (_, line) => `line ${line + 25}`))
})

const said = (minutesAgo: number, message: string) =>
  JSON.stringify({ time: new Date(clock.now() - minutesAgo * 60_000).toISOString(), message })

test('lines before a silence come on pages of their own, and the reader goes back for them', async () => {
  const lines = [
    said(180, 'begins'),
    said(179, 'works'),
    'without a time',
    said(90, 'hangs'),
    said(30, 'ends'),
  ]
  write('silent', `${lines.join('\n')}\n`)
  const fetched = vi.spyOn(globalThis, 'fetch')
  onTestFinished(() => fetched.mockRestore())
  expect(await lastLines('silent')).toEqual(lines)
  // One empty page, since nothing was written lately; one for each of the three times; one that tells that there is no more.
  expect(fetched).toHaveBeenCalledTimes(5)
})

test('where a page fails the newer ones are told', async () => {
  write('half', `${said(90, 'begins')}\n${said(1, 'ends')}\n`)
  const { fetch } = globalThis
  const fetched = vi.spyOn(globalThis, 'fetch')
  onTestFinished(() => fetched.mockRestore())
  fetched.mockImplementationOnce(fetch).mockResolvedValue(new Response('<html>', { status: 503 }))
  expect(await lastLines('half')).toEqual([expect.stringContaining('ends')])
})

test('of a file over 1 MiB only its end is read, and no line cut in half', async () => {
  write('2', `${'x'.repeat(1024 * 1024)}é\nlast\n`)
  expect(await lastLines('2')).toEqual(['last'])
})

test('a stream that is not there, as of a container that never ran, has no lines', async () => {
  expect(await lastLines('3')).toEqual([])
})

test('a name that leads out of the folder is no stream', async () => {
  writeFileSync(join(folder, 'secret.log'), 'secret\n')
  expect(await lastLines('../../../../secret')).toEqual([])
  expect(await lastLines('1', '../..')).toEqual([])
})

test('an answer that is no answer is told in the log, and leaves the lines unknown', async () => {
  const fetched = vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response('<html>', { status: 503 }))
  expect(await lastLines('1')).toBeUndefined()
  fetched.mockRestore()
  expect(written).toHaveBeenCalledWith(expect.stringContaining('The log of the task cannot be read'))
})
