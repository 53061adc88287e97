const POLYNOMIAL = 0x82f63b78
const SLICES = 8
const TABLE = makeTable()

/** CRC-32 of Castagnoli, continued from `crc` (0 at the start). */
export function crc32c(data: Uint8Array, crc = 0): number {
  const length = data.length
  let state = ~crc
  let at = 0
  for (const end = length - (length % SLICES); at < end; at += SLICES) {
    state ^=
      byte(data, at) | (byte(data, at + 1) << 8) | (byte(data, at + 2) << 16) | (byte(data, at + 3) << 24)
    state =
      entry(7, state & 255) ^
      entry(6, (state >>> 8) & 255) ^
      entry(5, (state >>> 16) & 255) ^
      entry(4, state >>> 24) ^
      entry(3, byte(data, at + 4)) ^
      entry(2, byte(data, at + 5)) ^
      entry(1, byte(data, at + 6)) ^
      entry(0, byte(data, at + 7))
  }
  for (; at < length; at++) state = (state >>> 8) ^ entry(0, (state ^ byte(data, at)) & 255)
  return ~state >>> 0
}

function byte(data: Uint8Array, at: number): number {
  return data[at] as number
}

function entry(slice: number, index: number): number {
  return TABLE[(slice << 8) | index] as number
}

/** Slice n holds the CRC of a byte that n zero bytes follow, so that eight bytes are taken at a time. */
function makeTable(): Int32Array {
  const table = new Int32Array(SLICES * 256)
  for (let index = 0; index < 256; index++) {
    let value = index
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1
    table[index] = value
  }
  for (let at = 256; at < table.length; at++) {
    const before = table[at - 256] as number
    table[at] = (before >>> 8) ^ (table[before & 255] as number)
  }
  return table
}
