import { readFile } from 'node:fs/promises'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { createServer as createSecureServer, getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterEach, expect, test, vi } from 'vitest'
import { type ConnectionUser, PostConnection } from '../../../shared/aws/post-connection.ts'
import type { HttpAnswer } from '../../../shared/aws/read-http-answer.ts'
import { selfSigned } from './support/self-signed.ts'

/** More than a receiver keeps that does not read, and less than a system takes to send. */
const LARGE_BYTES = 1_000_000
const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}'

const trusted = getCACertificates()
const open: { close(): void }[] = []
afterEach(() => {
  for (const each of open.splice(0)) each.close()
  setDefaultCACertificates(trusted)
})

async function listening(server: Server): Promise<number> {
  open.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as { port: number }).port
}

/** A connection to a server that does as it is told with each piece of a request that comes. */
async function connected(received: (socket: Socket, bytes: string) => void, at = plainly) {
  const port = await at((socket) => {
    socket.on('error', () => undefined)
    socket.on('data', (bytes) => received(socket, bytes.toString()))
    open.push({ close: () => socket.destroy() })
  })
  const freed = vi.fn()
  const closed = vi.fn()
  const place = {
    origin: new URL(`${at === plainly ? 'http' : 'https'}://127.0.0.1:${port}`),
    session: undefined,
  }
  const connection = new PostConnection(place, { freed, closed })
  open.push({ close: () => connection.destroy(new Error('The test is over')) })
  return { connection, freed, closed }
}

function plainly(talk: (socket: Socket) => void): Promise<number> {
  return listening(createServer(talk))
}

function ask(
  connection: PostConnection,
  { isOver = (): boolean => false, body = '{}' } = {},
): Promise<HttpAnswer | Error> {
  return new Promise((resolve) => {
    const user: ConnectionUser = {
      head: `POST / HTTP/1.1\r\ncontent-length: ${body.length}\r\n\r\n`,
      body: Buffer.from(body),
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

test('F51 after a fault of the server a connection is not used again: a late answer would be taken for the next one', async () => {
  const { connection, freed, closed } = await connected((socket) =>
    socket.write(OK.replace('200 OK', '504 Gateway Timeout')),
  )
  expect(await ask(connection)).toMatchObject({ status: 504 })
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

test('F42 what was given up does not reach who reads on later', async () => {
  let late = -1
  const reading = Promise.withResolvers<Socket>()
  const { connection } = await connected((socket, bytes) => {
    if (late >= 0) late += bytes.length
    else reading.resolve(socket.pause())
  })
  const asked = ask(connection, { body: 'x'.repeat(LARGE_BYTES) })
  const socket = await reading.promise
  // The system has taken all of it.
  await vi.waitFor(() => expect(process.getActiveResourcesInfo().join()).not.toContain('Write'))
  connection.destroy(new Error('Its time is over'))
  expect(await asked).toEqual(new Error('Its time is over'))
  late = 0
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.resume()
  await closed
  expect(late).toBeLessThan(LARGE_BYTES / 2)
})

test('F42 a request that is given up is reset under TLS too', async () => {
  const heard = Promise.withResolvers<Error | undefined>()
  // A server of TLS does not tell a reset from an end: who passes the bytes on to it does.
  const between = async (talk: (socket: Socket) => void) => {
    const secure = selfSigned()
    setDefaultCACertificates([...trusted, secure.cert])
    const port = await listening(createSecureServer(secure, talk))
    const pass = (outer: Socket) => {
      const inner = connect(port, '127.0.0.1').on('error', () => undefined)
      outer.on('error', heard.resolve).on('end', heard.resolve).pipe(inner).pipe(outer)
    }
    return listening(createServer(pass))
  }
  const reached = Promise.withResolvers<void>()
  const { connection } = await connected(() => reached.resolve(), between)
  const asked = ask(connection)
  await reached.promise
  connection.destroy(new Error('Its time is over'))
  expect(await heard.promise).toMatchObject({ code: 'ECONNRESET' })
  expect(await asked).toEqual(new Error('Its time is over'))
})

// Linux tells of each connection which timer runs: 02 is the one that keeps it alive.
test.runIf(process.platform === 'linux')('an idle connection is looked after', async () => {
  let port = 0
  const { connection } = await connected((socket) => {
    port = socket.remotePort ?? 0
    socket.write(OK)
  })
  await ask(connection)
  const local = `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')} `
  const lines = (await readFile('/proc/net/tcp', 'utf8')).split('\n').map((line) => line.trim().split(/ +/))
  const timer = lines.find((parts) => `${parts[1]} ` === local)?.[5]
  expect(timer?.slice(0, 2)).toBe('02')
})
