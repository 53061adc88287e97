import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb'
import { expect, onTestFinished, test, vi } from 'vitest'
import { learnRequest } from '../../../shared/aws/learn-request.ts'
import { createSignRequest } from '../../../shared/aws/sign-request.ts'
import { clientOf, lanesOf, say, startRowServer } from './support/row-server.ts'

const BODY = Buffer.from('{"RequestItems":{"things":[{"PutRequest":{"Item":{"id":{"S":"a"}}}}]}}')
const TARGET = 'DynamoDB_20120810.BatchWriteItem'
const CLEAN = say('{"UnprocessedItems":{}}')
const DAY_MS = 86_400_000
const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }

test('a request is what the SDK sends, with its own signature', async () => {
  const { endpoint, received } = await startRowServer(CLEAN)
  const client = clientOf(`${endpoint}/behind/a path`)
  const items = [{ PutRequest: { Item: { id: { S: 'a' } } } }]
  await client.send(new BatchWriteItemCommand({ RequestItems: { things: items } }))
  await lanesOf(client).fast('BatchWriteItem', BODY)
  const [official, ours] = received
  expect(ours?.body).toBe(official?.body)
  for (const name of ['host', 'content-type', 'content-length', 'x-amz-target'])
    expect(ours?.headers[name]).toBe(official?.headers[name])
  const agent = (of: typeof ours) => of?.headers['user-agent']?.split(' m/')[0]
  expect(agent(ours)).toBe(agent(official))
  const learned = await learnRequest(client)
  const now = Date.parse(String(ours?.headers['x-amz-date']).replace(/(....)(..)(..T..)(..)/, '$1-$2-$3:$4:'))
  expect(ours?.headers.authorization).toBe(createSignRequest(learned, keys)(TARGET, BODY, now).authorization)
})

test.each([
  [{}, 'https://dynamodb.eu-west-1.amazonaws.com'],
  [{ region: 'cn-north-1' }, 'https://dynamodb.cn-north-1.amazonaws.com.cn'],
  [{ useFipsEndpoint: true, region: 'us-east-2' }, 'https://dynamodb-fips.us-east-2.amazonaws.com'],
  [{ useDualstackEndpoint: true }, 'https://dynamodb.eu-west-1.api.aws'],
  [
    { credentials: { ...keys, accountId: '123456789012' } },
    'https://123456789012.ddb.eu-west-1.amazonaws.com',
  ],
  [
    { credentials: { ...keys, accountId: '123456789012' }, accountIdEndpointMode: 'disabled' as const },
    'https://dynamodb.eu-west-1.amazonaws.com',
  ],
])('with %j requests go where the SDK sends them', async (settings, origin) => {
  const { region = 'eu-west-1' } = settings as { region?: string }
  const client = clientOf('http://127.0.0.1', { ...settings, endpoint: undefined as never })
  expect(await learnRequest(client)).toMatchObject({
    ...{ origin, host: new URL(origin).host, path: '/', region, service: 'dynamodb' },
    ...{ contentType: 'application/x-amz-json-1.0', userAgent: expect.stringContaining('aws-sdk-js') },
  })
})

test('a session token is sent and signed', async () => {
  const { endpoint, received } = await startRowServer(CLEAN)
  const client = clientOf(endpoint, { credentials: { ...keys, sessionToken: 'token' } })
  await lanesOf(client).fast('BatchWriteItem', BODY)
  expect(received[0]?.headers['x-amz-security-token']).toBe('token')
  expect(received[0]?.headers.authorization).toContain('x-amz-security-token;x-amz-target')
})

test('F48 credentials are asked for again before they end, by one of many requests', async () => {
  const { endpoint, received } = await startRowServer(CLEAN)
  let asked = 0
  const client = clientOf(endpoint, {
    credentials: async () => {
      asked++
      return { ...keys, accessKeyId: `AKID${asked}`, expiration: new Date(Date.now() + asked * DAY_MS) }
    },
  })
  const now = { ms: Date.now() }
  const lanes = lanesOf(client, { clock: { now: () => now.ms, monotonic: () => performance.now() } })
  const four = () => Promise.all([1, 2, 3, 4].map(() => lanes.fast('BatchWriteItem', BODY)))
  await four()
  const before = asked
  await four()
  expect(asked).toBe(before)
  now.ms += DAY_MS
  client.config.credentials = async () => ({ ...keys, accessKeyId: 'NEW' })
  await four()
  const used = received.map(({ headers }) => /Credential=(\w+)/.exec(headers.authorization ?? '')?.[1])
  expect(used).toEqual([...Array(8).fill(used[0]), ...Array(4).fill('NEW')])
})

test('F48 the credentials of a task are renewed while its requests go on, and none waits for that', async () => {
  const { endpoint, received } = await startRowServer(CLEAN)
  let asked = 0
  const release = Promise.withResolvers<void>()
  const agent = createServer(async (_request, response) => {
    const number = ++asked
    if (number > 1) await release.promise
    // The first ones end within the time in which the SDK takes new ones.
    const ends = new Date(Date.now() + (number === 1 ? 60_000 : DAY_MS)).toISOString()
    const pair = { AccessKeyId: `AKID${number}`, SecretAccessKey: 'secret' }
    response.end(JSON.stringify({ ...pair, Token: `token${number}`, Expiration: ends }))
  })
  agent.listen(0, '127.0.0.1')
  await once(agent, 'listening')
  onTestFinished(() => void agent.close())
  const { port } = agent.address() as { port: number }
  for (const name of ['AWS_PROFILE', 'AWS_ACCESS_KEY_ID', 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'])
    vi.stubEnv(name, undefined)
  vi.stubEnv('AWS_CONTAINER_CREDENTIALS_FULL_URI', `http://127.0.0.1:${port}/`)
  onTestFinished(() => void vi.unstubAllEnvs())
  const { fast } = lanesOf(clientOf(endpoint, { credentials: undefined as never }))
  const ask = async () => {
    expect(await fast('BatchWriteItem', BODY)).toEqual({ kind: 'written' })
    return received.at(-1)?.headers['x-amz-security-token']
  }
  expect(await ask()).toBe('token1')
  expect(await ask()).toBe('token1')
  release.resolve()
  await vi.waitFor(async () => expect(await ask()).toBe('token2'))
  expect(asked).toBe(2)
})

test('F48 credentials that cannot be had leave the request unsent, and the next one asks again', async () => {
  const { endpoint, received } = await startRowServer(CLEAN)
  let isAway = true
  const client = clientOf(endpoint, {
    credentials: async () => {
      if (isAway) throw new Error('no credentials')
      return keys
    },
  })
  const { fast } = lanesOf(client)
  expect(await fast('BatchWriteItem', BODY)).toMatchObject({ kind: 'unclear' })
  expect(received).toHaveLength(0)
  isAway = false
  expect(await fast('BatchWriteItem', BODY)).toEqual({ kind: 'written' })
})

test('F42 the time that credentials took is part of a request’s time', async () => {
  const { endpoint } = await startRowServer(() => undefined)
  const skipped = { ms: 0 }
  const client = clientOf(endpoint, {
    credentials: async () => {
      skipped.ms = 60_000
      return keys
    },
  })
  const clock = { now: Date.now, monotonic: () => performance.now() + skipped.ms }
  const { fast } = lanesOf(client, { clock, timeoutMs: 60_200 })
  expect(await fast('BatchWriteItem', BODY)).toMatchObject({ kind: 'no-answer' })
})

test('the clock of a request is the one that the SDK has set right', async () => {
  const { endpoint, received } = await startRowServer(CLEAN)
  const client = clientOf(endpoint, { systemClockOffset: 3 * DAY_MS })
  const clock = { now: () => Date.parse('2026-03-01T10:20:30.999Z'), monotonic: () => performance.now() }
  await lanesOf(client, { clock }).fast('BatchWriteItem', BODY)
  expect(received[0]?.headers['x-amz-date']).toBe('20260304T102030Z')
})

test('F43 a process that has sent its rows ends, with its connections still open', async () => {
  const { endpoint, server } = await startRowServer(CLEAN)
  server.keepAliveTimeout = 60_000
  const script = fileURLToPath(new URL('support/send-and-end.ts', import.meta.url))
  const env = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' }
  const { stdout } = await promisify(execFile)(process.execPath, [script, endpoint], { env, timeout: 4_000 })
  expect(stdout).toBe('written,written')
})
