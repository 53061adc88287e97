import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, expect, test } from 'vitest'
import { createEcsTaskProtection } from '../../../shared/aws/ecs-task-protection.ts'

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

/** An agent of ECS with one answer. */
async function setup(status: number, answer: object | string) {
  const requests: { method: string | undefined; url: string | undefined; body: unknown }[] = []
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    requests.push({ method: request.method, url: request.url, body: JSON.parse(await text(request)) })
    response.writeHead(status).end(typeof answer === 'string' ? answer : JSON.stringify(answer))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => server.close())
  const agentUri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/id`
  return { protection: createEcsTaskProtection({ agentUri }), requests, close: () => server.close() }
}

const set = {
  protection: { ExpirationDate: '2026-01-01T00:15:00Z', ProtectionEnabled: true, TaskArn: 'arn' },
}

test('F32 a task is protected for so many minutes, and freed, through its agent', async () => {
  const { protection, requests } = await setup(200, set)
  await protection.protect(15)
  await protection.unprotect()
  const put = { method: 'PUT', url: '/api/id/task-protection/v1/state' }
  expect(requests).toEqual([
    { ...put, body: { ProtectionEnabled: true, ExpiresInMinutes: 15 } },
    { ...put, body: { ProtectionEnabled: false } },
  ])
})

test.each([
  [
    'a failure that ECS lists',
    200,
    { failure: { Arn: 'arn', Reason: 'TASK_NOT_VALID', Detail: 'no service' } },
  ],
  ['a missing permission', 400, { requestID: 'r', error: { Arn: 'arn', Code: 'AccessDeniedException' } }],
  ['what is no answer of the agent', 404, 'not found'],
])('F32 %s is refused for good', async (_, status, answer) => {
  const { protection } = await setup(status, answer)
  await expect(protection.protect(15)).rejects.toMatchObject({ code: 'dependency.denied' })
})

test.each([
  [
    'throttling',
    400,
    { requestID: 'r', error: { Arn: 'arn', Code: 'ThrottlingException', Message: 'Rate exceeded' } },
  ],
  ['a fault of ECS', 500, { requestID: 'r', error: { Arn: 'arn', Code: 'ServerException' } }],
  ['a fault of the agent', 503, 'unavailable'],
])('F32 %s may pass', async (_, status, answer) => {
  const { protection } = await setup(status, answer)
  await expect(protection.protect(15)).rejects.toMatchObject({ code: 'dependency.unavailable' })
})

test('F32 an agent that is not there may come', async () => {
  const { protection, close } = await setup(200, set)
  close()
  await expect(protection.unprotect()).rejects.toMatchObject({ code: 'dependency.unavailable' })
})
