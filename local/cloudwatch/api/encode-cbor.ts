// RFC 8949, section 3: first bytes.
const [UNSIGNED, NEGATIVE, TEXT, LIST, MAP] = [0x00, 0x20, 0x60, 0x80, 0xa0]
const TIME = 0xc1
const [FALSE, TRUE, NULL, DOUBLE] = [0xf4, 0xf5, 0xf6, 0xfb]

/** Writes objects, arrays, numbers, booleans, text and Dates. Members that are undefined are left out. */
export function encodeCbor(value: unknown): Buffer {
  if (value === null || value === undefined) return Buffer.of(NULL)
  if (typeof value === 'boolean') return Buffer.of(value ? TRUE : FALSE)
  if (typeof value === 'number') return encodeNumber(value)
  if (typeof value === 'string')
    return Buffer.concat([head(TEXT, Buffer.byteLength(value)), Buffer.from(value)])
  if (value instanceof Date) return Buffer.concat([Buffer.of(TIME), double(value.getTime() / 1000)])
  if (Array.isArray(value)) return Buffer.concat([head(LIST, value.length), ...value.map(encodeCbor)])
  if (typeof value !== 'object') throw new Error(`CBOR has no ${typeof value} here.`)
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  return Buffer.concat([head(MAP, members.length), ...members.flat().map(encodeCbor)])
}

function encodeNumber(value: number): Buffer {
  if (!Number.isInteger(value) || Math.abs(value) > 0xffffffff || Object.is(value, -0)) return double(value)
  return value < 0 ? head(NEGATIVE, -1 - value) : head(UNSIGNED, value)
}

function double(value: number): Buffer {
  const bytes = Buffer.alloc(9, DOUBLE)
  bytes.writeDoubleBE(value, 1)
  return bytes
}

/** A first byte with a count, in the fewest bytes. */
function head(major: number, count: number): Buffer {
  if (count < 24) return Buffer.of(major + count)
  const size = count <= 0xff ? 1 : count <= 0xffff ? 2 : 4
  const bytes = Buffer.alloc(1 + size, major + 24 + Math.log2(size))
  bytes.writeUIntBE(count, 1, size)
  return bytes
}
