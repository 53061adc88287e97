import type { ConnectionUser, PostConnection } from './post-connection.ts'
import { createPostConnections, type PostConnections } from './post-connections.ts'
import type { HttpAnswer } from './read-http-answer.ts'

/** What the SDK's pipeline hands to a request handler, as a client of a JSON protocol builds it: a POST, no query. */
export interface PostRequest {
  readonly protocol: string
  readonly hostname: string
  readonly port?: number | undefined
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array | undefined
}

interface Answered {
  readonly response: {
    readonly statusCode: number
    readonly headers: Readonly<Record<string, string>>
    readonly body: Uint8Array
  }
}

const OK = 200

/**
 * Sends what a client of the SDK has built and signed, by connections of our own: its own handler knows all of HTTP, costs
 * more for it, and leaves it to the system to send what is given up. For short answers: they are kept whole. `timeoutMs`
 * counts from the call, also while a connection is waited for. Rejects with a TimeoutError, an AbortError, or an error with
 * the code ECONNRESET, which the SDK sends again.
 */
export function createConnectionHandler(options: {
  readonly connectionsMax: number
  readonly timeoutMs: number
}) {
  const { connectionsMax, timeoutMs } = options
  // The SDK may find another endpoint for a later request, as when credentials begin to tell their account.
  const places = new Map<string, PostConnections>()

  return {
    metadata: { handlerProtocol: 'http/1.1' },

    handle: (request: PostRequest, { abortSignal }: { readonly abortSignal?: AbortSignal } = {}) =>
      new Promise<Answered>((resolve, reject) => {
        const exchange = new Exchange({ request, timeoutMs, abortSignal, resolve, reject })
        connectionsTo(originOf(request)).send(exchange)
      }),

    destroy: () => {
      for (const connections of places.values()) connections.destroy()
      places.clear()
    },
  }

  function connectionsTo(origin: string): PostConnections {
    const known = places.get(origin)
    if (known) return known
    const connections = createPostConnections(origin, connectionsMax)
    places.set(origin, connections)
    return connections
  }
}

interface ExchangeDeps {
  readonly request: PostRequest
  readonly timeoutMs: number
  readonly abortSignal: AbortSignal | undefined
  resolve(answered: Answered): void
  reject(error: Error): void
}

/** One request on its way, and its answer. It is settled once, whatever comes after. */
class Exchange implements ConnectionUser {
  readonly head: string
  readonly body: Buffer
  readonly #deps: ExchangeDeps
  readonly #timer: NodeJS.Timeout
  readonly #deadline: number
  #connection: PostConnection | undefined
  #isSettled = false

  constructor(deps: ExchangeDeps) {
    this.#deps = deps
    const { request, timeoutMs, abortSignal } = deps
    this.body = bytesOf(request)
    this.head = headOf(request, this.body.length)
    this.#deadline = performance.now() + timeoutMs
    this.#timer = setTimeout(() => this.#end(timedOut(timeoutMs)), timeoutMs)
    if (abortSignal?.aborted) this.#abort()
    else abortSignal?.addEventListener('abort', this.#abort, { once: true })
  }

  /** By the clock too: in a process that stood still a connection may open before the timer is heard of. */
  get isOver(): boolean {
    return this.#isSettled || this.#isLate
  }

  get #isLate(): boolean {
    return performance.now() >= this.#deadline
  }

  takes(connection: PostConnection): void {
    this.#connection = connection
  }

  answered({ status, head, body }: HttpAnswer): void {
    // The SDK reads it as `{}`: a condition that held, or an item that is not there. DynamoDB says at least `{}` itself.
    if (status === OK && body.length === 0) this.failed(new Error('DynamoDB answered 200 without a word'))
    const response = { statusCode: status, headers: headersOf(head), body }
    if (this.#settles()) this.#deps.resolve({ response })
  }

  failed(error: Error): void {
    const { code = 'ECONNRESET' } = error as NodeJS.ErrnoException
    const told = this.#isLate ? timedOut(this.#deps.timeoutMs) : Object.assign(error, { code })
    if (this.#settles()) this.#deps.reject(told)
  }

  #abort = (): void => {
    this.#end(Object.assign(new Error('Request aborted'), { name: 'AbortError' }))
  }

  /** Ends its connection too, so that no more of it is sent. */
  #end(error: Error): void {
    if (!this.#settles()) return
    this.#deps.reject(error)
    this.#connection?.destroy(error)
  }

  #settles(): boolean {
    if (this.#isSettled) return false
    this.#isSettled = true
    clearTimeout(this.#timer)
    this.#deps.abortSignal?.removeEventListener('abort', this.#abort)
    return true
  }
}

function originOf({ protocol, hostname, port }: PostRequest): string {
  return `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`
}

export function bytesOf({ body = '' }: PostRequest): Buffer {
  return typeof body === 'string'
    ? Buffer.from(body)
    : Buffer.from(body.buffer, body.byteOffset, body.byteLength)
}

function headOf({ path, headers }: PostRequest, bodyBytes: number): string {
  let head = `POST ${path} HTTP/1.1\r\n`
  for (const name in headers) if (name !== 'content-length') head += `${name}: ${headers[name]}\r\n`
  return `${head}content-length: ${bodyBytes}\r\n\r\n`
}

function headersOf(head: string): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const line of head.split('\r\n').slice(1)) {
    const colon = line.indexOf(':')
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim()
  }
  return headers
}

function timedOut(milliseconds: number): Error {
  const error = new Error(`DynamoDB did not answer within ${milliseconds} ms`)
  return Object.assign(error, { name: 'TimeoutError' })
}
