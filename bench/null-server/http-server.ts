import { createServer, type Server, type Socket } from 'node:net'

export interface HttpRequest {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly head: string
  readonly body: Buffer
}

/** Answers by writing a whole response to the socket. */
export type Answer = (request: HttpRequest, socket: Socket) => void

const HEAD_END = Buffer.from('\r\n\r\n')
const NO_BYTES = Buffer.alloc(0)

/** HTTP/1.1 as the SDK and our own connections speak it, and not more: requests with a length, one at a time on a connection. */
export function createHttpServer(answer: Answer): Server {
  return createServer({ noDelay: true, highWaterMark: 256 * 1024 }, (socket) => {
    let parts: Buffer[] = []
    let have = 0
    let need = 0
    socket.on('error', () => socket.destroy())
    socket.on('data', (chunk: Buffer) => {
      parts.push(chunk)
      have += chunk.length
      if (have < need) return
      let bytes = parts.length === 1 ? chunk : Buffer.concat(parts)
      for (;;) {
        const taken = take(bytes, socket, answer)
        if (taken <= 0) {
          need = -taken
          break
        }
        bytes = bytes.subarray(taken)
      }
      parts = bytes.length > 0 ? [bytes] : []
      have = bytes.length
    })
  })
}

/** How many bytes one request took; or, where it is not whole, less the number that it needs. */
function take(bytes: Buffer, socket: Socket, answer: Answer): number {
  const headEnd = bytes.indexOf(HEAD_END)
  if (headEnd < 0) return -(bytes.length + 1)
  const head = bytes.toString('latin1', 0, headEnd)
  const bodyStart = headEnd + HEAD_END.length
  const length = Number(headerOf(head, 'content-length') ?? 0)
  const end = bodyStart + length
  if (bytes.length < end) {
    if (bytes.length === bodyStart && /\r\nexpect: 100-continue/i.test(head))
      socket.write('HTTP/1.1 100 Continue\r\n\r\n')
    return -end
  }
  const firstSpace = head.indexOf(' ')
  const method = head.slice(0, firstSpace)
  const path = head.slice(firstSpace + 1, head.indexOf(' ', firstSpace + 1))
  answer({ method, path, head, body: length === 0 ? NO_BYTES : bytes.subarray(bodyStart, end) }, socket)
  return end
}

const PATTERNS = new Map<string, RegExp>()

export function headerOf(head: string, name: string): string | undefined {
  const pattern = PATTERNS.get(name) ?? new RegExp(`\r\n${name}: *([^\r]*)`, 'i')
  PATTERNS.set(name, pattern)
  return pattern.exec(head)?.[1]
}

let dateText = ''
let dateSecond = 0

/** DynamoDB's clock is read from it. */
export function dateHeader(): string {
  const second = Math.floor(Date.now() / 1000)
  if (second !== dateSecond) {
    dateSecond = second
    dateText = new Date(second * 1000).toUTCString()
  }
  return dateText
}

export function send(socket: Socket, status: string, contentType: string, body: string, headers = ''): void {
  socket.write(
    `HTTP/1.1 ${status}\r\nContent-Type: ${contentType}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nDate: ${dateHeader()}\r\n${headers}\r\n${body}`,
  )
}
