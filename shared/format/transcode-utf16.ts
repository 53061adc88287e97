const UNIT_BYTES = 2
/** Never a byte of UTF-8. */
const NO_CHARACTER = 0xff
const UTF8_BYTES_MAX = 3

/**
 * UTF-16 as UTF-8. Half a surrogate pair comes out as its three bytes in generalised UTF-8, an odd byte at the end as
 * 0xff: neither is UTF-8, so nothing is made up.
 */
export async function* transcodeUtf16(
  pieces: AsyncIterable<Buffer>,
  encoding: 'utf-16le' | 'utf-16be',
): AsyncGenerator<Buffer> {
  let carried: Buffer = Buffer.alloc(0)
  for await (const piece of pieces) {
    const bytes = carried.length > 0 ? Buffer.concat([carried, piece]) : piece
    const whole = bytes.length - heldBack(bytes, encoding)
    // A copy: what stays behind must not keep the whole piece, and the piece may not be changed.
    carried = Buffer.from(bytes.subarray(whole))
    if (whole > 0) yield transcode(bytes.subarray(0, whole), encoding)
  }
  const isOdd = carried.length % UNIT_BYTES === 1
  const rest = transcode(carried.subarray(0, carried.length - (isOdd ? 1 : 0)), encoding)
  if (carried.length > 0) yield isOdd ? Buffer.concat([rest, Buffer.of(NO_CHARACTER)]) : rest
}

/** Half a unit, and the first half of a pair, wait for what comes next. */
function heldBack(bytes: Buffer, encoding: 'utf-16le' | 'utf-16be'): number {
  const half = bytes.length % UNIT_BYTES
  const last = bytes.length - half - UNIT_BYTES
  if (last < 0) return half
  const high = bytes[encoding === 'utf-16le' ? last + 1 : last] as number
  return high >= 0xd8 && high <= 0xdb ? half + UNIT_BYTES : half
}

function transcode(bytes: Buffer, encoding: 'utf-16le' | 'utf-16be'): Buffer {
  const units = encoding === 'utf-16le' ? bytes : Buffer.from(bytes).swap16()
  const text = units.toString('utf16le')
  return text.isWellFormed() ? Buffer.from(text, 'utf8') : transcodeHalves(text)
}

function transcodeHalves(text: string): Buffer {
  const bytes = Buffer.allocUnsafe(text.length * UTF8_BYTES_MAX)
  let length = 0
  for (const character of text) {
    const code = character.codePointAt(0) as number
    if (code >= 0xd800 && code <= 0xdfff) {
      bytes[length] = 0xe0 | (code >> 12)
      bytes[length + 1] = 0x80 | ((code >> 6) & 0x3f)
      bytes[length + 2] = 0x80 | (code & 0x3f)
      length += UTF8_BYTES_MAX
    } else length += bytes.write(character, length)
  }
  return bytes.subarray(0, length)
}
