import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { FastLaneDeps } from '../../../shared/aws/fast-lane.ts'
import type { RowAction } from '../../../shared/write/tables.ts'
import { clientOf, lanesOf, say, startRowServer } from './support/row-server.ts'
import { selfSigned } from './support/self-signed.ts'

// Odd on purpose: two spaces, and a name that would change a prototype.
const BATCH =
  '{"RequestItems":{"things":  [{"PutRequest":{"Item":{"id":{"S":"ä"},"__proto__":{"N":"1.0"}}}}]}}'
const PUT = '{"TableName":"things","Item":{"id":{"S":"ä"}},"ConditionExpression":"attribute_not_exists(id)"}'
const DEAD_PORT = 1
const SHORT_MS = 500
const LANES = ['fast', 'slow'] as const

async function ask(
  lane: (typeof LANES)[number],
  answer: Parameters<typeof startRowServer>[0],
  action: RowAction = 'BatchWriteItem',
  options: Partial<FastLaneDeps> = {},
) {
  const { endpoint, received } = await startRowServer(answer)
  const lanes = lanesOf(clientOf(endpoint), options)
  const told = await lanes[lane](action, Buffer.from(action === 'PutItem' ? PUT : BATCH))
  return { told, received }
}

function signedAt(headers: Readonly<Record<string, unknown>>): number {
  return Date.parse(String(headers['x-amz-date']).replace(/(....)(..)(..T..)(..)/, '$1-$2-$3:$4:'))
}

function refusal(name: string, more: object = {}): string {
  return JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'no', ...more })
}

describe.each(LANES)('the %s lane', (lane) => {
  test('sends the very bytes, once', async () => {
    const { told, received } = await ask(lane, say('{"UnprocessedItems":{}}'))
    expect(told).toEqual({ kind: 'written' })
    expect(received.map(({ body }) => body)).toEqual([BATCH])
    expect(received[0]?.headers).toMatchObject({
      'content-type': 'application/x-amz-json-1.0',
      'content-length': String(Buffer.byteLength(BATCH)),
      'x-amz-target': 'DynamoDB_20120810.BatchWriteItem',
    })
  })

  test.each<[RowAction, string]>([
    ['BatchWriteItem', '{"UnprocessedItems":{}}'],
    ['BatchWriteItem', '{}'],
    ['BatchWriteItem', '{ "UnprocessedItems" : {} }'],
    ['BatchWriteItem', '{"UnprocessedItems":{},"ConsumedCapacity":[{"TableName":"things"}]}'],
    ['PutItem', '{}'],
    ['PutItem', '{"ConsumedCapacity":{}}'],
  ])('takes %s that is answered %s for written', async (action, text) => {
    const { told, received } = await ask(lane, say(text), action)
    expect(told).toEqual({ kind: 'written' })
    expect(received[0]?.body).toBe(action === 'PutItem' ? PUT : BATCH)
  })

  test('F49 F55 tells the items that came back as they were sent, in whatever pieces they come', async () => {
    const text = BATCH.replace('RequestItems', 'UnprocessedItems')
    const { told } = await ask(lane, (response) => {
      const bytes = Buffer.from(text)
      response.writeHead(200, { 'content-length': bytes.length })
      response.write(bytes.subarray(0, 23))
      setImmediate(() => response.end(bytes.subarray(23)))
    })
    const items = [JSON.parse('{"id":{"S":"ä"},"__proto__":{"N":"1.0"}}')]
    expect(JSON.stringify(told)).toBe(JSON.stringify({ kind: 'unprocessed', items }))
  })

  test.each([
    ['ProvisionedThroughputExceededException', 'TableWriteKeyRangeThroughputExceeded', 'key-range'],
    ['ProvisionedThroughputExceededException', 'TableWriteProvisionedThroughputExceeded', 'table'],
    ['ThrottlingException', 'TableWriteMaxOnDemandThroughputExceeded', 'table'],
    ['ThrottlingException', 'IndexWriteAccountLimitExceeded', 'account'],
    ['RequestLimitExceeded', undefined, 'account'],
    ['ProvisionedThroughputExceededException', undefined, 'unknown'],
  ])('F50 tells %s for %s as a throttle of the kind %3$s', async (name, reason, kind) => {
    const reasons = reason === undefined ? [] : [{ reason, resource: 'arn' }]
    const field = name === 'ThrottlingException' ? 'throttlingReasons' : 'ThrottlingReasons'
    const { told } = await ask(lane, say(refusal(name, { [field]: reasons }), 400))
    expect(told).toMatchObject({ kind: 'throttled', reason: kind, error: { name } })
  })

  test('F51 tells a condition that did not hold, with the item that stands there where it is told', async () => {
    const Item = { id: { S: 'ä' }, _load: { S: 'v1#7' } }
    const name = 'ConditionalCheckFailedException'
    const shown = await ask(lane, say(refusal(name, { Item }), 400), 'PutItem')
    expect(shown.told).toEqual({ kind: 'refused', found: Item })
    const hidden = await ask(lane, say(refusal(name), 400), 'PutItem')
    expect(hidden.told).toEqual({ kind: 'refused', found: undefined })
  })

  test.each<[string, Parameters<typeof startRowServer>[0]]>([
    ['a fault of the server', say(refusal('InternalServerError'), 500)],
    ['a page of a proxy', say('<html>', 503)],
    ['an answer that is cut short', say('{"Unpro')],
    ['an answer with more than an answer', say('{"UnprocessedItems":{}}}')],
    ['an unprocessed request that is no item', say('{"UnprocessedItems":{"things":[{"DeleteRequest":{}}]}}')],
    ['a connection that is cut before the answer', (response) => void response.destroy()],
    [
      'a connection that is cut within the answer',
      (response) => {
        response.writeHead(200, { 'content-length': 23 }).write('{')
        setImmediate(() => response.destroy())
      },
    ],
    [
      'a clean answer with more behind it',
      (response) => {
        response.writeHead(200).write('{"UnprocessedItems":{}}')
        setImmediate(() => response.end('}'))
      },
    ],
  ])('F51 %s is no answer: the rows may be in the table', async (_word, answer) => {
    const { told, received } = await ask(lane, answer)
    expect(told).toMatchObject({ kind: 'no-answer', error: expect.any(Error) })
    expect(received).toHaveLength(1)
  })

  test.each<[RowAction, string]>([
    ['BatchWriteItem', '<html>Blocked'],
    ['PutItem', '<html>Blocked'],
    ['PutItem', ''],
  ])(
    'F51 takes %s that is answered 200 and %j for no answer: DynamoDB did not say so',
    async (action, page) => {
      const { told } = await ask(lane, say(page), action)
      expect(told).toMatchObject({ kind: 'no-answer', error: expect.any(Error) })
    },
  )

  test.each<[string, Parameters<typeof startRowServer>[0]]>([
    ['silence', () => undefined],
    [
      'an answer that falls silent',
      (response) => void response.writeHead(200, { 'content-length': 23 }).write('{'),
    ],
  ])('F51 %s is no answer when its time is over', async (_word, answer) => {
    const { told, received } = await ask(lane, answer, 'BatchWriteItem', { timeoutMs: SHORT_MS })
    expect(told).toMatchObject({ kind: 'no-answer', error: expect.any(Error) })
    expect(received.length).toBeLessThanOrEqual(1)
  })

  test('a refused connection is no answer', async () => {
    const lanes = lanesOf(clientOf(`http://127.0.0.1:${DEAD_PORT}`))
    expect(await lanes[lane]('BatchWriteItem', Buffer.from(BATCH))).toMatchObject({ kind: 'no-answer' })
  })
})

describe('what DynamoDB refuses for another reason', () => {
  test.each([
    'ResourceNotFoundException',
    'AccessDeniedException',
    'ExpiredTokenException',
    'ValidationException',
  ])('%s is not the fast lane’s to explain', async (name) => {
    const { told } = await ask('fast', say(refusal(name), 400))
    expect(told).toMatchObject({ kind: 'unclear', error: { name } })
  })

  test.each(['ResourceNotFoundException', 'AccessDeniedException'])(
    'F59 the slow lane tells %s with what to check',
    async (name) => {
      const asked = ask('slow', say(refusal(name), 400))
      await expect(asked).rejects.toMatchObject({
        code: 'dependency.denied',
        message: expect.stringMatching(/BatchWriteItem in table things.*permissions/),
      })
    },
  )

  test('F48 credentials that ran out wrote nothing, and the request may be sent again', async () => {
    const { told } = await ask('slow', say(refusal('ExpiredTokenException'), 400))
    expect(told).toMatchObject({ kind: 'throttled', reason: 'unknown' })
  })

  test('a clock that went wrong is set by the first refusal, for both lanes', async () => {
    const ahead = new Date(Date.now() + 3_600_000)
    const { endpoint, received } = await startRowServer((response, request) => {
      response.setHeader('Date', ahead.toUTCString())
      const isLate = ahead.getTime() - signedAt(request.headers) > 60_000
      const late = '{"__type":"InvalidSignatureException","message":"Signature expired: it is later now"}'
      say(isLate ? late : '{"UnprocessedItems":{}}', isLate ? 400 : 200)(response, request)
    })
    const { fast, slow } = lanesOf(clientOf(endpoint))
    const kinds = []
    for (const send of [fast, slow, fast, slow])
      kinds.push((await send('BatchWriteItem', Buffer.from(BATCH))).kind)
    expect(kinds).toEqual(['unclear', 'throttled', 'written', 'written'])
    expect(received).toHaveLength(4)
  })

  test('a request that DynamoDB calls invalid is our bug, and keeps its error', async () => {
    const asked = ask('slow', say(refusal('ValidationException'), 400))
    await expect(asked).rejects.toMatchObject({ name: 'ValidationException' })
  })
})

describe('time', () => {
  test('F42 a request that waits for a connection until its time is over is never sent', async () => {
    const held: (() => void)[] = []
    const { endpoint, received } = await startRowServer((response) => {
      held.push(() => response.end('{"UnprocessedItems":{}}'))
    })
    const now = { ms: 0 }
    const clock = { now: Date.now, monotonic: () => now.ms }
    const { fast } = lanesOf(clientOf(endpoint), { connections: 1, clock })
    const first = fast('BatchWriteItem', Buffer.from('{"first":1}'))
    const second = fast('BatchWriteItem', Buffer.from('{"second":2}'))
    await vi.waitFor(() => expect(held).toHaveLength(1))
    now.ms = 5_000
    held[0]?.()
    expect(await first).toEqual({ kind: 'written' })
    expect(await second).toMatchObject({ kind: 'no-answer' })
    expect(received.map(({ body }) => body)).toEqual(['{"first":1}'])
  })

  test('what is overdue ends with its connection', async () => {
    const sockets: Socket[] = []
    const silent = createServer((socket) => void sockets.push(socket.on('error', () => undefined).resume()))
    silent.listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address() as { port: number }
    const { fast } = lanesOf(clientOf(`http://127.0.0.1:${port}`), { timeoutMs: SHORT_MS })
    const first = fast('BatchWriteItem', Buffer.from(BATCH))
    await vi.waitFor(() => expect(sockets).toHaveLength(1))
    const second = fast('BatchWriteItem', Buffer.from(BATCH))
    const overdue = { kind: 'no-answer', error: { name: 'TimeoutError' } }
    expect(await Promise.all([first, second])).toMatchObject([overdue, overdue])
    await vi.waitFor(() => expect(sockets.map(({ destroyed }) => destroyed)).toEqual([true, true]))
    silent.close()
  })

  test.each(LANES)('F42 what is overdue in the %s lane is taken back from the system', async (lane) => {
    const heard: unknown[] = []
    const silent = createServer((socket) => void socket.on('error', (error) => heard.push(error)).resume())
    silent.listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address() as { port: number }
    const lanes = lanesOf(clientOf(`http://127.0.0.1:${port}`), { timeoutMs: 2 * SHORT_MS })
    expect(await lanes[lane]('BatchWriteItem', Buffer.from(BATCH))).toMatchObject({ kind: 'no-answer' })
    await vi.waitFor(() => expect(heard).toMatchObject([{ code: 'ECONNRESET' }]))
    silent.close()
  })
})

describe('TLS', () => {
  const trusted = getCACertificates()
  afterEach(() => setDefaultCACertificates(trusted))

  test.each(LANES)('the %s lane speaks it with whom Node trusts, and with nobody else', async (lane) => {
    const secure = selfSigned()
    const { endpoint, received } = await startRowServer(say('{"UnprocessedItems":{}}'), secure)
    const send = () => lanesOf(clientOf(endpoint))[lane]('BatchWriteItem', Buffer.from(BATCH))
    expect(await send()).toMatchObject({ kind: 'no-answer' })
    setDefaultCACertificates([...trusted, secure.cert])
    expect(await send()).toEqual({ kind: 'written' })
    expect(received).toHaveLength(1)
  })
})
