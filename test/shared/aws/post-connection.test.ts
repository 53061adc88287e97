import { createServer, type Socket } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { type ConnectionUser, PostConnection } from '../../../shared/aws/post-connection.ts'
import type { HttpAnswer } from '../../../shared/aws/read-http-answer.ts'

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}'

const open: { close(): void }[] = []
afterEach(() => {
  for (const each of open.splice(0)) each.close()
})

/** A connection to a server that does as it is told with each piece of a request that comes. */
async function connected(received: (socket: Socket, bytes: string) => void) {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.on('data', (bytes) => received(socket, bytes.toString()))
    open.push({ close: () => socket.destroy() })
  })
  open.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const freed = vi.fn()
  const closed = vi.fn()
  const place = { origin: new URL(`http://127.0.0.1:${port}`), session: undefined }
  const connection = new PostConnection(place, { freed, closed })
  open.push({ close: () => connection.destroy(new Error('The test is over')) })
  return { connection, freed, closed }
}

function ask(
  connection: PostConnection,
  { isOver = (): boolean => false } = {},
): Promise<HttpAnswer | Error> {
  return new Promise((resolve) => {
    const user: ConnectionUser = {
      head: 'POST / HTTP/1.1\r\ncontent-length: 2\r\n\r\n',
      body: Buffer.from('{}'),
      get isOver() {
        return isOver()
      },
      takes: () => undefined,
      answered: resolve,
      failed: resolve,
    }
    connection.send(user)
  })
}

const answer = {
  status: 200,
  head: expect.stringContaining('HTTP/1.1 200 OK'),
  body: Buffer.from('{}'),
  staysOpen: true,
}

test('one request after the other goes by one connection', async () => {
  const { connection, freed, closed } = await connected((socket) => socket.write(OK))
  expect(await ask(connection)).toEqual(answer)
  expect(await ask(connection)).toEqual(answer)
  expect(freed).toHaveBeenCalledTimes(2)
  expect(closed).not.toHaveBeenCalled()
})

test('an answer that comes byte by byte is read', async () => {
  const { connection } = await connected((socket) => {
    for (const byte of OK) socket.write(byte)
  })
  expect(await ask(connection)).toEqual(answer)
})

test('an answer that says so ends the connection, and counts', async () => {
  const { connection, freed, closed } = await connected((socket) =>
    socket.write(OK.replace('\r\n', '\r\nConnection: close\r\n')),
  )
  expect(await ask(connection)).toEqual({ ...answer, staysOpen: false })
  expect(closed).toHaveBeenCalled()
  expect(freed).not.toHaveBeenCalled()
})

test('F51 a connection that ends in the middle of an answer leaves the request without one', async () => {
  const { connection, closed } = await connected((socket) => socket.end(OK.slice(0, -1)))
  expect(await ask(connection)).toEqual(new Error('DynamoDB closed the connection'))
  expect(closed).toHaveBeenCalled()
})

test('an answer that nobody asked for ends the connection, so that it is taken for no later one', async () => {
  const { connection, closed } = await connected((socket) => {
    socket.write(OK, () => setImmediate(() => socket.write(OK)))
  })
  await ask(connection)
  await vi.waitFor(() => expect(closed).toHaveBeenCalled())
})

test('what is no answer of HTTP leaves the request without one', async () => {
  const { connection, closed } = await connected((socket) => socket.write('SSH-2.0-OpenSSH\r\n\r\n'))
  expect(await ask(connection)).toEqual(new Error('DynamoDB answered with "SSH-2.0-OpenSSH" for a status'))
  expect(closed).toHaveBeenCalled()
})

test('a request whose time is over is not written, and its connection is good for the next', async () => {
  const received: string[] = []
  const { connection, freed } = await connected((socket, bytes) => {
    received.push(bytes)
    socket.write(OK)
  })
  expect(await ask(connection, { isOver: () => true })).toBeInstanceOf(Error)
  expect(freed).toHaveBeenCalledTimes(1)
  expect(await ask(connection)).toEqual(answer)
  expect(received.join('')).toBe('POST / HTTP/1.1\r\ncontent-length: 2\r\n\r\n{}')
})

test('a place where nobody listens is told', async () => {
  const closed = vi.fn()
  const place = { origin: new URL('http://127.0.0.1:1'), session: undefined }
  const connection = new PostConnection(place, { freed: vi.fn(), closed })
  expect(await ask(connection)).toMatchObject({ code: 'ECONNREFUSED' })
  expect(closed).toHaveBeenCalled()
})
