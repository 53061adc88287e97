import { createHash } from 'node:crypto'
import type { Socket } from 'node:net'
import { JSON_TYPE } from './dynamodb.ts'
import { type HttpRequest, send } from './http-server.ts'

const RECEIVE_MAX = 10
/** How long a poll waits once all is done: the worker that is told to stop waits for its end. */
const LAST_POLL_MS = 20
/** Only the audit asks, and it has no messages. */
const EMPTY = {
  ApproximateNumberOfMessages: '0',
  ApproximateNumberOfMessagesNotVisible: '0',
  ApproximateNumberOfMessagesDelayed: '0',
}

/** A queue that is filled once; `onEmpty` is called when every message was deleted. */
export function createNullSqs(bodies: readonly string[], onEmpty: () => void) {
  const counts = { deleted: 0, unknown: [] as string[] }
  const open = new Set<Socket>()
  const waiting = bodies.map((Body, number) => ({
    MessageId: `m${number}`,
    ReceiptHandle: `r${number}`,
    MD5OfBody: createHash('md5').update(Body).digest('hex'),
    Body,
    Attributes: { ApproximateReceiveCount: '1' },
  }))

  return { counts, answer }

  function answer(action: string, { body }: HttpRequest, socket: Socket): void {
    const request = JSON.parse(body.toString()) as {
      MaxNumberOfMessages?: number
      Entries?: { Id: string }[]
    }
    switch (action) {
      case 'ReceiveMessage':
        receive(Math.min(request.MaxNumberOfMessages ?? 1, RECEIVE_MAX), socket)
        break
      case 'DeleteMessage':
        sendJson(socket, {})
        deleted(1)
        break
      case 'DeleteMessageBatch':
        sendJson(socket, { Successful: request.Entries?.map(({ Id }) => ({ Id })), Failed: [] })
        deleted(request.Entries?.length ?? 0)
        break
      case 'ChangeMessageVisibility':
        sendJson(socket, {})
        break
      case 'GetQueueAttributes':
        sendJson(socket, { Attributes: EMPTY })
        break
      default:
        counts.unknown.push(`a request of SQS that no loader makes: ${action}`)
        send(socket, '400 Bad Request', JSON_TYPE, '{"__type":"UnknownOperation"}')
    }
  }

  /** An empty queue holds the poll until all is done. */
  function receive(max: number, socket: Socket): void {
    if (waiting.length > 0) sendJson(socket, { Messages: waiting.splice(0, max) })
    else if (counts.deleted < bodies.length) open.add(socket)
    else setTimeout(() => sendJson(socket, {}), LAST_POLL_MS)
  }

  function deleted(count: number): void {
    counts.deleted += count
    if (counts.deleted < bodies.length) return
    onEmpty()
    for (const socket of open) sendJson(socket, {})
    open.clear()
  }
}

function sendJson(socket: Socket, body: unknown): void {
  send(socket, '200 OK', JSON_TYPE, JSON.stringify(body))
}
