/** A whole answer of HTTP/1.1. */
export interface HttpAnswer {
  readonly status: number
  /** The status line and the headers, as they came. */
  readonly head: string
  readonly body: Buffer
  /** Whether the connection takes another request. */
  readonly staysOpen: boolean
}

const HEAD_BYTES_MAX = 16 * 1024
/** Answers of DynamoDB hold at most the 16 MB that a request may bring. */
const BODY_BYTES_MAX = 32 * 1024 * 1024
const HEAD_END = '\r\n\r\n'
const LINE_END = '\r\n'
const SERVER_FAULT = 500
const SWITCHING = 101
const STATUS = /^HTTP\/1\.1 (\d{3})(?: |$)/
const LENGTH = /^content-length:[ \t]*(\d{1,8})[ \t]*$/im
const ENCODING = /^transfer-encoding:[ \t]*(\S+)[ \t]*$/im
const CLOSES = /^connection:[ \t]*close[ \t]*$/im

/**
 * The answer that the bytes begin with; undefined where more of it is to come. Throws for what is not a plain answer to a
 * POST: whoever asked cannot know then what became of the request.
 */
export function readHttpAnswer(bytes: Buffer): HttpAnswer | undefined {
  if (bytes.length > BODY_BYTES_MAX) throw unlikely('more than 32 MiB')
  const headEnd = bytes.indexOf(HEAD_END)
  if (headEnd < 0) {
    if (bytes.length > HEAD_BYTES_MAX) throw unlikely('a head of more than 16 KiB')
    return undefined
  }
  const head = bytes.toString('latin1', 0, headEnd)
  const status = Number(STATUS.exec(head)?.[1])
  // Only news on the way to the answer: RFC 9110, 15.2.
  if (status >= 100 && status < 200 && status !== SWITCHING)
    return readHttpAnswer(bytes.subarray(headEnd + HEAD_END.length))
  if (!(status >= 200)) throw unlikely(`${JSON.stringify(head.split(LINE_END, 1)[0])} for a status`)
  const from = headEnd + HEAD_END.length
  const encoding = ENCODING.exec(head)?.[1]
  const body = encoding === undefined ? sized(bytes, from, head) : chunked(bytes, from, encoding)
  // Who answers so may stand in for DynamoDB: what that says later must not be taken for the answer to the next request.
  return body && { status, head, body, staysOpen: status < SERVER_FAULT && !CLOSES.test(head) }
}

function sized(bytes: Buffer, from: number, head: string): Buffer | undefined {
  const length = Number(LENGTH.exec(head)?.[1])
  if (!(length <= BODY_BYTES_MAX)) throw unlikely(`${length} for its length`)
  if (bytes.length > from + length) throw unlikely('more bytes than it told')
  return bytes.length < from + length ? undefined : bytes.subarray(from)
}

function chunked(bytes: Buffer, from: number, encoding: string): Buffer | undefined {
  if (encoding.toLowerCase() !== 'chunked') throw unlikely(`the encoding ${encoding}`)
  const chunks: Buffer[] = []
  let at = from
  for (;;) {
    const lineEnd = bytes.indexOf(LINE_END, at)
    if (lineEnd < 0) return undefined
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16)
    if (!(size <= BODY_BYTES_MAX)) throw unlikely('a chunk without a size')
    const start = lineEnd + LINE_END.length
    at = start + size + LINE_END.length
    if (bytes.length < at) return undefined
    if (size > 0) chunks.push(bytes.subarray(start, start + size))
    else if (bytes.length === at) return Buffer.concat(chunks)
    else throw unlikely('more behind its last chunk')
  }
}

function unlikely(what: string): Error {
  return new Error(`DynamoDB answered with ${what}`)
}
