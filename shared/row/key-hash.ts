const FNV_PRIME = 16_777_619
const FNV_BASIS = -2_128_831_035
/** No byte of UTF-8: what stands before it is the partition key. */
const SEPARATOR = 0xff

/** A seeded hash of a key's bytes, as a signed 32-bit integer; the range of the sort key is empty where there is none. */
export function keyHash(
  bytes: Uint8Array,
  seed: number,
  partitionStart: number,
  partitionEnd: number,
  sortStart: number,
  sortEnd: number,
): number {
  const partition = hashBytes(bytes, partitionStart, partitionEnd, seed)
  return mixed(hashBytes(bytes, sortStart, sortEnd, Math.imul(partition ^ SEPARATOR, FNV_PRIME)))
}

/** FNV-1a, begun with a seed or with the hash of what came before. */
export function hashBytes(bytes: Uint8Array, start: number, end: number, seed: number): number {
  let hash = seed ^ FNV_BASIS
  for (let index = start; index < end; index += 1)
    hash = Math.imul(hash ^ (bytes[index] as number), FNV_PRIME)
  return hash
}

/** Spreads what the last bytes changed over all bits, for tables take the low ones. Murmur3's last step. */
function mixed(hash: number): number {
  const first = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35)
  return second ^ (second >>> 16)
}
