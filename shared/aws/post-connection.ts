import { connect as connectPlain, isIP, type Socket } from 'node:net'
import { connect as connectSecure } from 'node:tls'
import { type HttpAnswer, readHttpAnswer } from './read-http-answer.ts'

/** Who sends a request by a connection, and hears what came of it: one of both, once. */
export interface ConnectionUser {
  readonly head: string
  readonly body: Buffer
  /** Asked right before the first byte is written: then nothing is. */
  readonly isOver: boolean
  /** By which connection it goes: the one to destroy where its time is over. */
  takes(connection: PostConnection): void
  answered(answer: HttpAnswer): void
  failed(error: Error): void
}

/**
 * NAT gateways and firewalls forget a connection that was idle for some minutes, and may not say so: looks that are more
 * frequent keep it, or find it gone before a request is lost by it.
 */
const KEEP_ALIVE_MS = 30_000

/** Where connections go to. A TLS session that one of them was given opens the next one faster. */
export interface ConnectionPlace {
  readonly origin: URL
  session: Buffer | undefined
}

/**
 * One connection, for one request at a time, by HTTP/1.1 and no more of it than DynamoDB speaks: half of what a full
 * client costs for a request. Anything unusual ends the connection, and the request without an answer.
 */
export class PostConnection {
  readonly #tcp: Socket
  /** What is read and written: TLS over the connection, or the connection itself. */
  #socket: Socket
  readonly #freed: (connection: PostConnection) => void
  readonly #closed: (connection: PostConnection) => void
  #user: ConnectionUser | undefined
  #isOpen = false
  #bytes: Buffer | undefined

  constructor(
    place: ConnectionPlace,
    on: { freed: (connection: PostConnection) => void; closed: (connection: PostConnection) => void },
  ) {
    this.#freed = on.freed
    this.#closed = on.closed
    const host = hostOf(place.origin)
    const isSecure = place.origin.protocol === 'https:'
    const port = Number(place.origin.port || (isSecure ? 443 : 80))
    this.#tcp = connectPlain({
      host,
      port,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: KEEP_ALIVE_MS,
    })
    this.#socket = this.#tcp
    this.#tcp.on('error', (error) => this.destroy(error))
    this.#tcp.on('close', () => this.destroy(new Error('The connection was closed')))
    this.#tcp.once('connect', () => {
      if (isSecure) this.#socket = secured(this.#tcp, place, () => this.#opened())
      this.#listen()
      if (!isSecure) this.#opened()
    })
  }

  #listen(): void {
    this.#socket.on('data', (bytes) => this.#receive(bytes))
    this.#socket.on('error', (error) => this.destroy(error))
    this.#socket.on('end', () => this.destroy(new Error('DynamoDB closed the connection')))
  }

  /** Only when nobody else uses it. */
  send(user: ConnectionUser): void {
    this.#user = user
    user.takes(this)
    // A process lives as long as a request is on its way, and not for idle connections.
    this.#tcp.ref()
    if (this.#isOpen) this.#write(user)
  }

  /** Nothing more leaves this machine by it. */
  destroy(error: Error): void {
    this.#isOpen = false
    const user = this.#user
    this.#user = undefined
    // A mere close would leave it to the system to send, for minutes, what it has of the request.
    if (this.#tcp.connecting) this.#tcp.destroy()
    else this.#tcp.resetAndDestroy()
    user?.failed(error)
    this.#closed(this)
  }

  #opened(): void {
    this.#isOpen = true
    if (this.#user) this.#write(this.#user)
    else this.#tcp.unref()
  }

  /** Head and body in one call of the system. */
  #write(user: ConnectionUser): void {
    if (user.isOver) {
      this.#free()
      user.failed(new Error('The request waited for a connection until its time was over'))
      return
    }
    const socket = this.#socket
    socket.cork()
    socket.write(user.head, 'latin1')
    socket.write(user.body)
    socket.uncork()
  }

  #receive(bytes: Buffer): void {
    this.#bytes = this.#bytes ? Buffer.concat([this.#bytes, bytes]) : bytes
    try {
      if (!this.#user) throw new Error('DynamoDB answered what nobody had asked')
      const answer = readHttpAnswer(this.#bytes)
      if (answer) this.#answered(this.#user, answer)
    } catch (error) {
      this.destroy(error as Error)
    }
  }

  #answered(user: ConnectionUser, answer: HttpAnswer): void {
    this.#bytes = undefined
    // An answer that came before all of the request had left is the last one.
    if (answer.staysOpen && this.#socket.writableLength === 0) this.#free()
    else {
      this.#user = undefined
      this.destroy(new Error('The connection is not kept'))
    }
    user.answered(answer)
  }

  #free(): void {
    this.#user = undefined
    this.#tcp.unref()
    this.#freed(this)
  }
}

function secured(socket: Socket, place: ConnectionPlace, opened: () => void): Socket {
  const { session } = place
  const host = hostOf(place.origin)
  const options = { socket, host, ...(session ? { session } : {}) }
  const secure = connectSecure(isIP(host) ? options : { ...options, servername: host }, opened)
  return secure.on('session', (next) => {
    place.session = next
  })
}

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1')
}
