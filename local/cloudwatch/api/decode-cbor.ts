import { ApiError } from '../../protocol/api-error.ts'

// RFC 8949, the major types of the first byte's upper three bits.
const [UNSIGNED, NEGATIVE, BYTES, TEXT, LIST, MAP, TAG] = [0, 1, 2, 3, 4, 5, 6]
const INDEFINITE = 31
const BREAK = 0xff
const TAG_TIME = 1
const DEPTH_MAX = 32

/** Reads one CBOR value: objects, arrays, numbers, text, and Dates. An ApiError says that it is none. */
export function decodeCbor(bytes: Buffer): unknown {
  let at = 0
  try {
    return value(0)
  } catch (error) {
    if (error instanceof ApiError) throw error
    throw new ApiError('SerializationException', `The body is no CBOR: ${String(error)} at byte ${at}.`)
  }

  function value(depth: number): unknown {
    if (depth > DEPTH_MAX) throw new RangeError(`nested deeper than ${DEPTH_MAX}`)
    const [major, info] = head()
    if (major === UNSIGNED) return Number(count(info))
    if (major === NEGATIVE) return -1 - Number(count(info))
    if (major === BYTES || major === TEXT) return text(major, info)
    if (major === LIST) return [...each(info, () => value(depth + 1))]
    if (major === MAP) {
      return Object.fromEntries(each(info, () => [String(value(depth + 1)), value(depth + 1)] as const))
    }
    if (major === TAG) {
      const tag = count(info)
      const tagged = value(depth + 1)
      return Number(tag) === TAG_TIME ? new Date(Math.round(Number(tagged) * 1000)) : tagged
    }
    return simple(info)
  }

  function head(): readonly [number, number] {
    const first = bytes.readUInt8(at)
    at += 1
    return [first >> 5, first & 0x1f]
  }

  /** The number that follows the first byte, of 0, 1, 2, 4 or 8 bytes. */
  function count(info: number): number | bigint {
    if (info < 24) return info
    const size = 2 ** (info - 24)
    if (size > 8) throw new RangeError(`length ${info}`)
    const start = at
    at += size
    return size === 8 ? bytes.readBigUInt64BE(start) : bytes.readUIntBE(start, size)
  }

  function text(major: number, info: number): string | Buffer {
    if (info === INDEFINITE) {
      const parts = [...each(info, () => value(DEPTH_MAX))].map((part) => Buffer.from(part as string))
      return major === TEXT ? Buffer.concat(parts).toString('utf8') : Buffer.concat(parts)
    }
    const length = Number(count(info))
    if (at + length > bytes.length) throw new RangeError('cut off')
    const slice = bytes.subarray(at, at + length)
    at += length
    return major === TEXT ? slice.toString('utf8') : slice
  }

  function* each<Item>(info: number, item: () => Item): Generator<Item> {
    if (info !== INDEFINITE) {
      for (let left = Number(count(info)); left > 0; left -= 1) yield item()
      return
    }
    while (bytes.readUInt8(at) !== BREAK) yield item()
    at += 1
  }

  function simple(info: number): unknown {
    if (info === 20 || info === 21) return info === 21
    if (info === 22 || info === 23) return undefined
    const start = at
    if (info === 26) {
      at += 4
      return bytes.readFloatBE(start)
    }
    if (info === 27) {
      at += 8
      return bytes.readDoubleBE(start)
    }
    throw new RangeError(`simple value ${info}`)
  }
}
