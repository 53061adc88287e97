import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { checksumOf } from './big-file.ts'

const BATCH_WRITE = 'DynamoDB_20120810.BatchWriteItem'

export interface KeepingServer {
  readonly endpoint: string
  /** For each id the checksum of the item that was written last, 0 where none was. */
  readonly checksums: Uint32Array
  /** How many rows were written, again and again ones included. */
  rowsReceived(): number
  /** Called after each request, with the rows received so far. */
  watch(onRows: (rowsReceived: number) => void): void
  forget(): void
  close(): Promise<void>
}

/**
 * Stands before the local stack and keeps the rows itself, as checksums: a table of ten million rows would take the local
 * DynamoDB half an hour. All else goes through to the stack.
 */
export async function startKeepingServer(stackEndpoint: string, rowsMax: number): Promise<KeepingServer> {
  const checksums = new Uint32Array(rowsMax)
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  let rowsReceived = 0
  let onRows: (rowsReceived: number) => void = () => undefined

  const server = createServer((incoming, outgoing) => {
    if (incoming.headers['x-amz-target'] === BATCH_WRITE) keep(incoming, outgoing)
    else pass(incoming, outgoing)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  return {
    endpoint: `http://127.0.0.1:${port}`,
    checksums,
    rowsReceived: () => rowsReceived,
    watch: (next) => {
      onRows = next
    },
    forget: () => {
      checksums.fill(0)
      rowsReceived = 0
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      agent.destroy()
    },
  }

  function keep(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const { RequestItems } = JSON.parse(Buffer.concat(chunks).toString()) as BatchWrite
      for (const writes of Object.values(RequestItems))
        for (const { PutRequest } of writes) {
          checksums[Number(PutRequest.Item.id.N)] = checksumOf(PutRequest.Item)
          rowsReceived++
        }
      const body = '{"UnprocessedItems":{}}'
      outgoing.writeHead(200, { 'content-type': 'application/x-amz-json-1.0', 'content-length': body.length })
      outgoing.end(body)
      onRows(rowsReceived)
    })
  }

  function pass(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const { method, headers, url } = incoming
    const onwards = request(`${stackEndpoint}${url}`, { method, headers, agent }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    onwards.on('error', () => outgoing.destroy())
    outgoing.on('close', () => onwards.destroy())
    incoming.pipe(onwards)
  }
}

interface BatchWrite {
  readonly RequestItems: Readonly<
    Record<
      string,
      readonly { readonly PutRequest: { readonly Item: { readonly id: { readonly N: string } } } }[]
    >
  >
}
