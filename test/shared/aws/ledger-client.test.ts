import { once } from 'node:events'
import {
  ConditionalCheckFailedException,
  type DynamoDBClientConfig,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { createLedgerClient } from '../../../shared/aws/ledger-client.ts'
import { officialSignature } from './support/official-signature.ts'
import { say, startRowServer } from './support/row-server.ts'

const KEYS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }
const get = (object = 'o') => new GetItemCommand({ TableName: 't', Key: { object: { S: object } } })
const ITEM = say('{"Item":{"object":{"S":"o"}}}')

type Handler = (args: { request: { headers: Record<string, string> } }) => Promise<unknown>

function clientOf(endpoint: string, settings: DynamoDBClientConfig = {}) {
  const client = createLedgerClient({ endpoint, region: 'eu-west-1', credentials: KEYS, ...settings })
  onTestFinished(() => client.destroy())
  return client
}

test('a request has the signature that the official signer makes of it, whatever it asks for and whoever asks', async () => {
  const { endpoint, received } = await startRowServer(ITEM)
  const keys = fc.record({
    accessKeyId: fc.stringMatching(/^[A-Z0-9]{16,20}$/),
    secretAccessKey: fc.stringMatching(/^[!-~]{1,60}$/),
    sessionToken: fc.option(fc.stringMatching(/^[!-~]{1,200}$/), { nil: undefined }),
  })
  await fc.assert(
    fc.asyncProperty(keys, fc.string({ unit: 'grapheme' }), async ({ sessionToken, ...pair }, object) => {
      const credentials = { ...pair, ...(sessionToken === undefined ? {} : { sessionToken }) }
      const client = clientOf(endpoint, { credentials })
      await client.send(get(object))
      client.destroy()
      const { headers, body } = received.at(-1) as (typeof received)[number]
      expect(JSON.parse(body)).toEqual({ TableName: 't', Key: { object: { S: object } } })
      expect(headers['x-amz-security-token']).toBe(sessionToken)
      const date = String(headers['x-amz-date'])
      const now = Date.parse(date.replace(/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/, '$1-$2-$3T$4:$5:$6Z'))
      const place = {
        ...{ host: String(headers.host), path: '/', region: 'eu-west-1', service: 'dynamodb' },
        contentType: String(headers['content-type']),
      }
      const target = 'DynamoDB_20120810.GetItem'
      const official = await officialSignature(place, credentials, target, Buffer.from(body), now)
      expect(headers.authorization).toBe(official.authorization)
      const sent = Object.keys(headers).filter((name) => name.startsWith('x-amz-'))
      const signed = /SignedHeaders=([^,]+)/.exec(official.authorization ?? '')?.[1]?.split(';')
      expect(signed).toEqual(expect.arrayContaining(sent))
    }),
    { numRuns: 50 },
  )
})

test('requests go one after the other by one connection', async () => {
  const { endpoint, server } = await startRowServer(ITEM)
  let opened = 0
  server.on('connection', () => opened++)
  const client = clientOf(endpoint)
  for (let n = 0; n < 5; n++) expect(await client.send(get())).toMatchObject({ Item: { object: { S: 'o' } } })
  expect(opened).toBe(1)
})

test('an error of DynamoDB is the error of the SDK', async () => {
  const refused = {
    __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException',
    message: 'The conditional request failed',
  }
  const { endpoint } = await startRowServer(say(JSON.stringify(refused), 400))
  const update = new UpdateItemCommand({ TableName: 't', Key: { object: { S: 'o' } } })
  const error = await clientOf(endpoint)
    .send(update)
    .catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(ConditionalCheckFailedException)
  expect(error).toMatchObject({ $metadata: { httpStatusCode: 400 } })
})

test('F45 what met a broken connection or a server that is not well is sent again', async () => {
  let asked = 0
  const { endpoint, received } = await startRowServer((response, request) => {
    asked++
    if (asked === 1) response.destroy()
    else if (asked === 2) say('{"__type":"InternalServerError"}', 500)(response, request)
    else ITEM(response, request)
  })
  expect(await clientOf(endpoint).send(get())).toMatchObject({ Item: { object: { S: 'o' } } })
  expect(received).toHaveLength(3)
})

test('F51 an answer without a word is no success, and its request is sent again', async () => {
  let asked = 0
  const { endpoint } = await startRowServer((response, request) => {
    if (++asked === 1) say('')(response, request)
    else ITEM(response, request)
  })
  expect(await clientOf(endpoint).send(get())).toMatchObject({ Item: { object: { S: 'o' } } })
})

test('a place that refuses connections is told with its code', async () => {
  const { endpoint, server } = await startRowServer(ITEM)
  server.close()
  await once(server, 'close')
  await expect(clientOf(endpoint).send(get())).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})

test('new credentials are signed with', async () => {
  const { endpoint, received } = await startRowServer(ITEM)
  let turn = 0
  const client = clientOf(endpoint, {
    credentials: async () => ({
      ...KEYS,
      sessionToken: `token-${++turn}`,
      expiration: new Date(Date.now() + 1_000), // so near that they are renewed at each request
    }),
  })
  await client.send(get())
  await client.send(get())
  const tokens = received.map(({ headers }) => headers['x-amz-security-token'])
  expect(new Set(tokens).size).toBe(2)
  const signatures = received.map(({ headers }) => String(headers.authorization).split('Signature=')[1])
  expect(new Set(signatures).size).toBe(2)
})

test('a clock that goes wrong is set by what the answer says', async () => {
  const ahead = Date.now() + 3_600_000
  const { endpoint, received } = await startRowServer((response, request) => {
    response.setHeader('Date', new Date(ahead).toUTCString())
    const expired = '{"__type":"InvalidSignatureException","message":"Signature expired: it is later now"}'
    if (received.length === 1) say(expired, 400)(response, request)
    else ITEM(response, request)
  })
  await clientOf(endpoint).send(get())
  const hours = received.map(({ headers }) => String(headers['x-amz-date']).slice(0, 11))
  expect(hours[1]).toBe(new Date(ahead).toISOString().replaceAll('-', '').slice(0, 11))
})

test('a header that the signature would not cover is refused, and not sent unsigned', async () => {
  const { endpoint, received } = await startRowServer(ITEM)
  const client = clientOf(endpoint)
  const stack = client.middlewareStack as unknown as {
    add(middleware: (next: Handler) => Handler, options: { step: 'build' }): void
  }
  stack.add(
    (next) => (args) => {
      args.request.headers['x-amz-new'] = 'of a later version'
      return next(args)
    },
    { step: 'build' },
  )
  await expect(client.send(get())).rejects.toMatchObject({ code: 'config.invalid' })
  expect(received).toHaveLength(0)
})
