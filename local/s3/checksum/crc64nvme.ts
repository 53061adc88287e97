const POLYNOMIAL = 0x9a6c9329ac4bc9b5n
const SLICES = 8
const TABLE = makeTable()

/** CRC-64/NVME over as many chunks as come. The value is held as two 32-bit halves, since BigInt is 50 times slower. */
export function createCrc64Nvme() {
  let low = -1
  let high = -1

  function update(data: Uint8Array): void {
    const length = data.length
    let at = 0
    for (const end = length - (length % SLICES); at < end; at += SLICES) {
      low ^= word(data, at)
      high ^= word(data, at + 4)
      const a = (7 << 8) | (low & 255)
      const b = (6 << 8) | ((low >>> 8) & 255)
      const c = (5 << 8) | ((low >>> 16) & 255)
      const d = (4 << 8) | (low >>> 24)
      const e = (3 << 8) | (high & 255)
      const f = (2 << 8) | ((high >>> 8) & 255)
      const g = (1 << 8) | ((high >>> 16) & 255)
      const h = high >>> 24
      low = lows(a) ^ lows(b) ^ lows(c) ^ lows(d) ^ lows(e) ^ lows(f) ^ lows(g) ^ lows(h)
      high = highs(a) ^ highs(b) ^ highs(c) ^ highs(d) ^ highs(e) ^ highs(f) ^ highs(g) ^ highs(h)
    }
    for (; at < length; at++) {
      const index = (low ^ (data[at] as number)) & 255
      low = ((low >>> 8) | (high << 24)) ^ lows(index)
      high = (high >>> 8) ^ highs(index)
    }
  }

  return { update, value: () => (BigInt(~high >>> 0) << 32n) | BigInt(~low >>> 0) }
}

function word(data: Uint8Array, at: number): number {
  return (
    (data[at] as number) |
    ((data[at + 1] as number) << 8) |
    ((data[at + 2] as number) << 16) |
    ((data[at + 3] as number) << 24)
  )
}

function lows(index: number): number {
  return TABLE.low[index] as number
}

function highs(index: number): number {
  return TABLE.high[index] as number
}

function makeTable() {
  const table: bigint[] = []
  for (let index = 0n; index < 256n; index++) {
    let value = index
    for (let bit = 0; bit < 8; bit++) value = value & 1n ? (value >> 1n) ^ POLYNOMIAL : value >> 1n
    table.push(value)
  }
  for (let at = 256; at < SLICES * 256; at++) {
    const before = table[at - 256] as bigint
    table.push((before >> 8n) ^ (table[Number(before & 255n)] as bigint))
  }
  return {
    low: Int32Array.from(table, (value) => Number(BigInt.asIntN(32, value))),
    high: Int32Array.from(table, (value) => Number(BigInt.asIntN(32, value >> 32n))),
  }
}
