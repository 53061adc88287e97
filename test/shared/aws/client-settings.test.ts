import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LEDGER_REQUESTS, REPEATED_REQUESTS, RESULT_REQUESTS } from '../../../shared/aws/client-settings.ts'
import { WAIT_SECONDS } from '../../../shared/queue/limits.ts'

const FASTER = 100
let server: Server

/** Says that it answers, and then falls silent for ever. */
beforeAll(async () => {
  server = createServer((_request, response) => {
    response.writeHead(200, { 'content-length': 100 }).write('{')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => void server.closeAllConnections())

test.each([
  ['the ledger', LEDGER_REQUESTS],
  ['queues and launches', REPEATED_REQUESTS],
  ['results', RESULT_REQUESTS],
])('F44 an answer of %s that falls silent on its way is an error', async (_of, settings) => {
  const { port } = server.address() as AddressInfo
  const { socketTimeout } = settings.requestHandler
  const endpoint = `http://127.0.0.1:${port}`
  const client = new SQSClient({
    ...{ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } },
    ...{
      maxAttempts: 1,
      requestHandler: { ...settings.requestHandler, socketTimeout: socketTimeout / FASTER },
    },
  })
  const change = { QueueUrl: `${endpoint}/q`, ReceiptHandle: 'r', VisibilityTimeout: 5 }
  await expect(client.send(new ChangeMessageVisibilityCommand(change))).rejects.toThrow('socket timed out')
})

test('a long poll may be silent as long as it waits', () => {
  expect(REPEATED_REQUESTS.requestHandler.socketTimeout).toBeGreaterThan(WAIT_SECONDS * 1000)
})
