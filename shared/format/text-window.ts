import { isAscii, isUtf8 } from 'node:buffer'

/** Bytes of a new piece that are joined at least with what is left of the text before it. */
const SEAM_BYTES_MIN = 1024

/** The part of the text that is in hand. Records are cut only where they are whole in it. */
export interface TextWindow {
  buffer: Buffer
  /** The next byte to read, and the end of what is in the buffer. */
  at: number
  limit: number
  /** Of the buffer's first byte in the text. */
  offset: number
  /** On which the next byte stands, from 1. */
  line: number
  /** Surely no byte above 0x7f, no CR, no ill-formed UTF-8 from `at` on, in what ends before `limit`. False: unknown. */
  ascii: boolean
  withoutCr: boolean
  utf8: boolean
  ended: boolean
  /** More text is needed before another look is worth it. */
  waiting: boolean
  push(piece: Buffer): void
  end(): void
  /** Makes the window larger, or moves it on. False: more text must be pushed first, or there is none. */
  grow(): boolean
}

/**
 * A piece that holds whole records is read where it is. What is left of it is joined with the beginning of the next
 * one in a small buffer, the seam. A record that is not whole is looked at again when twice as much is in hand, so that
 * the work stays linear in the bytes, however small the pieces are.
 */
export function createTextWindow(offset: number, line: number): TextWindow {
  /** The piece behind the seam, of which the seam holds the first `joined` bytes. */
  let piece: Buffer | undefined
  let joined = 0
  let seam: Buffer | undefined
  let wanted = 0

  const window: TextWindow = {
    buffer: Buffer.alloc(0),
    at: 0,
    limit: 0,
    offset,
    line,
    ascii: true,
    withoutCr: true,
    utf8: true,
    ended: false,
    waiting: false,

    push(next) {
      if (piece) {
        join(piece.subarray(joined))
        piece = undefined
      }
      const left = window.limit - window.at
      if (left === 0) return moveTo(next, 0)
      joined = Math.min(next.length, Math.max(wanted - left, SEAM_BYTES_MIN))
      join(next.subarray(0, joined))
      if (joined < next.length) piece = next
      if (left + joined < wanted) return
      window.waiting = false
      look()
    },

    end() {
      window.ended = true
      window.waiting = false
      look()
    },

    grow() {
      const left = window.limit - window.at
      if (piece && left <= joined) {
        moveTo(piece, joined - left)
        return true
      }
      if (piece) {
        const more = piece.subarray(joined, joined + left)
        join(more)
        joined += more.length
        if (joined === piece.length) piece = undefined
        look()
        return true
      }
      wanted = left * 2
      window.waiting = !window.ended
      return false
    },
  }

  function moveTo(next: Buffer, at: number): void {
    window.offset += window.at - at
    window.buffer = next
    window.at = at
    window.limit = next.length
    window.waiting = next.length === 0
    piece = undefined
    look()
  }

  function join(bytes: Buffer): void {
    const { buffer, at, limit } = window
    if (buffer !== seam || limit + bytes.length > seam.length) {
      const length = limit - at + bytes.length
      if (!seam || length * 2 > seam.length) seam = Buffer.allocUnsafe(Math.max(length, SEAM_BYTES_MIN) * 4)
      buffer.copy(seam, 0, at, limit)
      window.buffer = seam
      window.offset += at
      window.at = 0
      window.limit = limit - at
    }
    bytes.copy(seam, window.limit)
    window.limit += bytes.length
  }

  function look(): void {
    const bytes = window.buffer.subarray(window.at, window.limit)
    window.ascii = isAscii(bytes)
    window.withoutCr = !bytes.includes(0x0d)
    window.utf8 = window.ascii || isUtf8(bytes.subarray(0, wholeCharacters(bytes)))
  }

  return window
}

/** What is behind the last byte that begins a character belongs to a record that is not whole. */
function wholeCharacters(bytes: Buffer): number {
  let end = bytes.length
  while (end > 0 && ((bytes[end - 1] as number) & 0xc0) === 0x80) end -= 1
  return end > 0 && (bytes[end - 1] as number) >= 0xc0 ? end - 1 : end
}
