import type { Socket } from 'node:net'
import type { Arrivals } from './arrivals.ts'
import { dateHeader, type HttpRequest, send } from './http-server.ts'

export const JSON_TYPE = 'application/x-amz-json-1.0'

const WRITTEN = '{"UnprocessedItems":{}}'
/** A ledger that has no load to show and lets every write through. */
const LEDGER_ANSWERS: Readonly<Record<string, string>> = {
  Query: '{"Count":0,"Items":[],"ScannedCount":0}',
  GetItem: '{}',
  PutItem: '{}',
  UpdateItem: '{}',
  DeleteItem: '{}',
}

/** Takes every row at once. */
export function createNullDynamodb(arrivals: Arrivals, ledgerTable: string) {
  const ledgerName = Buffer.from(`"TableName":"${ledgerTable}"`)
  const counts = { rowRequests: 0, ledgerRequests: 0 }

  return { counts, answer }

  function answer(action: string, { body }: HttpRequest, socket: Socket): void {
    if (action === 'BatchWriteItem') {
      counts.rowRequests += 1
      arrivals.batch(body)
      sendJson(socket, WRITTEN)
    } else if (action === 'PutItem' && !body.includes(ledgerName)) {
      counts.rowRequests += 1
      arrivals.put(body)
      sendJson(socket, '{}')
    } else if (action === 'BatchGetItem') {
      counts.ledgerRequests += 1
      sendJson(socket, allKnown(body, ledgerTable))
    } else {
      counts.ledgerRequests += 1
      answerLedger(action, socket)
    }
  }

  function answerLedger(action: string, socket: Socket): void {
    const known = LEDGER_ANSWERS[action]
    if (known !== undefined) sendJson(socket, known)
    else send(socket, '501 Not Implemented', JSON_TYPE, `{"__type":"NotImplemented","message":"${action}"}`)
  }
}

/** What is asked for is there. */
function allKnown(body: Buffer, table: string): string {
  const { RequestItems } = JSON.parse(body.toString()) as BatchGet
  return JSON.stringify({ Responses: { [table]: RequestItems[table]?.Keys }, UnprocessedKeys: {} })
}

interface BatchGet {
  readonly RequestItems: Readonly<Record<string, { readonly Keys: readonly object[] }>>
}

/** Answers of rows are short and many: one write, no more headers than are read. */
function sendJson(socket: Socket, body: string): void {
  socket.write(
    `HTTP/1.1 200 OK\r\nContent-Type: ${JSON_TYPE}\r\nContent-Length: ${body.length}\r\nDate: ${dateHeader()}\r\n\r\n${body}`,
  )
}
