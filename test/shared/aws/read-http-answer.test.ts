import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readHttpAnswer } from '../../../shared/aws/read-http-answer.ts'

const text = (...parts: readonly (string | Buffer)[]) => Buffer.concat(parts.map((part) => Buffer.from(part)))

const answers = fc
  .record({
    status: fc.constantFrom(200, 400, 500, 503),
    body: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    cuts: fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 5 }),
    isChunked: fc.boolean(),
    staysOpen: fc.boolean(),
    others: fc.array(fc.stringMatching(/^[a-z]{3,12}: [ -~]{0,20}$/), { maxLength: 3 }),
  })
  .map((answer) => ({ ...answer, bytes: writeAnswer(answer) }))

function writeAnswer({ status, body, cuts, isChunked, staysOpen, others }: Written): Buffer {
  const head = [
    `HTTP/1.1 ${status} Some Words`,
    ...others,
    ...(staysOpen ? [] : ['Connection: close']),
    isChunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${body.length}`,
  ]
  return text(`${head.join('\r\n')}\r\n\r\n`, isChunked ? inChunks(body, cuts) : body)
}

function inChunks(body: Buffer, cuts: readonly number[]): Buffer {
  const parts: (string | Buffer)[] = []
  let at = 0
  for (const size of [...cuts, body.length]) {
    const part = body.subarray(at, at + size)
    if (part.length > 0) parts.push(`${part.length.toString(16)}\r\n`, part, '\r\n')
    at += part.length
  }
  return text(...parts, '0\r\n\r\n')
}

interface Written {
  readonly status: number
  readonly body: Buffer
  readonly cuts: readonly number[]
  readonly isChunked: boolean
  readonly staysOpen: boolean
  readonly others: readonly string[]
}

test('an answer is read once it is whole, and no byte earlier', () => {
  fc.assert(
    fc.property(answers, fc.nat(), ({ bytes, status, body, ...answer }, cut) => {
      const staysOpen = answer.staysOpen && status < 500
      expect(readHttpAnswer(bytes)).toEqual({ status, head: headOf(bytes), body, staysOpen })
      expect(readHttpAnswer(bytes.subarray(0, cut % bytes.length))).toBeUndefined()
    }),
  )
})

test('news that come before an answer are no part of it', () => {
  const news = fc.constantFrom(
    'HTTP/1.1 100 Continue\r\n\r\n',
    'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n',
  )
  fc.assert(
    fc.property(
      fc.array(news, { minLength: 1, maxLength: 3 }),
      answers,
      fc.nat(),
      (before, { bytes }, cut) => {
        const all = text(...before, bytes)
        expect(readHttpAnswer(all)).toEqual(readHttpAnswer(bytes))
        expect(readHttpAnswer(all.subarray(0, cut % all.length))).toBeUndefined()
      },
    ),
  )
})

test('bytes behind an answer make it none', () => {
  fc.assert(
    fc.property(answers, ({ bytes }) => {
      expect(() => readHttpAnswer(text(bytes, 'H'))).toThrow(/^DynamoDB answered with more/)
    }),
  )
})

describe('no plain answer', () => {
  test.each([
    ['another protocol', 'SSH-2.0-OpenSSH\r\n\r\n', '"SSH-2.0-OpenSSH" for a status'],
    ['an old version', 'HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n', '"HTTP/1.0 200 OK" for a status'],
    ['another protocol from here on', 'HTTP/1.1 101 Up\r\n\r\n', '"HTTP/1.1 101 Up" for a status'],
    ['no length', 'HTTP/1.1 200 OK\r\n\r\n{}', 'NaN for its length'],
    ['a length that is none', 'HTTP/1.1 200 OK\r\nContent-Length: 2x\r\n\r\n{}', 'NaN for its length'],
    ['a huge length', 'HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n', '99999999 for its length'],
    ['another encoding', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n', 'the encoding gzip'],
    [
      'a chunk without a size',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n',
      'a chunk without a size',
    ],
    ['a head without an end', `HTTP/1.1 200 OK\r\n${'x'.repeat(17_000)}`, 'a head of more than 16 KiB'],
  ])('%s is named', (_, bytes, reason) => {
    expect(() => readHttpAnswer(Buffer.from(bytes))).toThrow(`DynamoDB answered with ${reason}`)
  })
})

function headOf(bytes: Buffer): string {
  return bytes.toString('latin1').split('\r\n\r\n')[0] ?? ''
}
