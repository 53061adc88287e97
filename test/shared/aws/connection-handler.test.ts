import { once } from 'node:events'
import type { Server, Socket } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createConnectionHandler } from '../../../shared/aws/connection-handler.ts'
import { say, startRowServer } from './support/row-server.ts'

const LONG_MS = 10_000

async function setup(answer: Parameters<typeof startRowServer>[0], timeoutMs = LONG_MS) {
  const { port, received, server } = await startRowServer(answer)
  const handler = createConnectionHandler({ connectionsMax: 1, timeoutMs })
  onTestFinished(handler.destroy)
  const send = (signal?: AbortSignal, to = port) =>
    handler.handle(
      { protocol: 'http:', hostname: '127.0.0.1', port: to, path: '/', headers: { host: 'h' }, body: '{}' },
      signal ? { abortSignal: signal } : {},
    )
  return { send, received, server: server as Server }
}

/** Resolves when the server has lost the connection that is opened next. */
async function lost(server: Server): Promise<void> {
  const [socket] = (await once(server, 'connection')) as [Socket]
  // It is reset, which is an error to the server.
  if (!socket.destroyed) await new Promise((resolve) => socket.once('close', resolve))
}

test('an answer is handed over with its status, its headers by their small names, and its bytes', async () => {
  const { send } = await setup((response) => {
    response.setHeader('X-Amzn-RequestId', 'r:1')
    response.writeHead(400).end('{"a":1}')
  })
  const { response } = await send()
  expect(response).toMatchObject({ statusCode: 400, headers: { 'x-amzn-requestid': 'r:1' } })
  expect(Buffer.from(response.body).toString()).toBe('{"a":1}')
})

test('F44 silence ends in a TimeoutError and the connection with it, and who waits for one hears no later', async () => {
  const { send, server } = await setup(() => undefined, 50)
  const over = lost(server)
  const both = await Promise.allSettled([send(), send()])
  expect(both).toMatchObject([{ reason: { name: 'TimeoutError' } }, { reason: { name: 'TimeoutError' } }])
  await over
})

test('who aborts on the way hears so, and the connection ends', async () => {
  const controller = new AbortController()
  const { send, server, received } = await setup((response, request) => {
    if (received.length === 1) controller.abort()
    else say('{}')(response, request)
  })
  const over = lost(server)
  await expect(send(controller.signal)).rejects.toMatchObject({ name: 'AbortError' })
  await over
  expect(await send()).toMatchObject({ response: { statusCode: 200 } })
})

test('what was aborted before is not sent', async () => {
  const { send, received } = await setup(say('{}'))
  await expect(send(AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' })
  await send()
  expect(received).toHaveLength(1)
})

test('answered requests leave no timers behind', async () => {
  const { send } = await setup(say('{}'))
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
  await send()
  const before = timers()
  for (let n = 0; n < 20; n++) await send()
  // Others in this process have timers too, which come and go.
  expect(timers()).toBeLessThan(before + 10)
})

test('a request goes where it says, also where one before it went elsewhere', async () => {
  const { send, received } = await setup(say('{}'))
  const other = await startRowServer(say('{"other":1}'))
  await send()
  const { response } = await send(undefined, other.port)
  expect(Buffer.from(response.body).toString()).toBe('{"other":1}')
  expect([received, other.received].map(({ length }) => length)).toEqual([1, 1])
})

test('F42 what a process that stood still finds overdue is not sent, although no timer has said so', async () => {
  const { send, received } = await setup((response) => void response.end('{}'))
  await send()
  const [asked, late] = [send(), send()]
  const now = performance.now()
  vi.spyOn(performance, 'now').mockReturnValue(now + LONG_MS)
  onTestFinished(() => void vi.restoreAllMocks())
  await asked
  await expect(late).rejects.toMatchObject({ name: 'TimeoutError' })
  expect(received).toHaveLength(2)
})
