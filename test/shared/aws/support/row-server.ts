import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { DynamoDBClient, DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'
import { onTestFinished } from 'vitest'
import { createDynamoRowLanes } from '../../../../shared/aws/dynamo-row-lanes.ts'
import type { FastLaneDeps } from '../../../../shared/aws/fast-lane.ts'
import { createRowClient } from '../../../../shared/aws/row-client.ts'
import { systemClock } from '../../../../shared/platform/clock.ts'
import type { SelfSigned } from './self-signed.ts'

interface Received {
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** Answers a request that has come whole. */
type Answer = (response: ServerResponse, received: Received) => void

/** A DynamoDB of which each test says the answer. It keeps what it received. */
export async function startRowServer(answer: Answer, secure?: SelfSigned) {
  const received: Received[] = []
  const listener = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const one = { headers: request.headers, body: Buffer.concat(chunks).toString() }
    received.push(one)
    answer(response, one)
  }
  const server = secure ? createSecureServer(secure, listener) : createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { server, port, received, endpoint: `${secure ? 'https' : 'http'}://127.0.0.1:${port}` }
}

export const say =
  (text: string, status = 200): Answer =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(text)

export function clientOf(endpoint: string, settings: DynamoDBClientConfig = {}): DynamoDBClient {
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }
  const client = createRowClient({ endpoint, region: 'eu-west-1', credentials, ...settings })
  onTestFinished(() => client.destroy())
  return client
}

export function lanesOf(client: DynamoDBClient, options: Partial<FastLaneDeps> = {}) {
  const lanes = createDynamoRowLanes({ client, clock: systemClock, ...options })
  onTestFinished(() => lanes.close())
  return lanes
}
