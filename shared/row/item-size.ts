import { digitPairs } from './number.ts'
import type { AttributeValue } from './row.ts'

/** DynamoDB, "Item sizes and formats": a list or map costs 3 bytes, and each of its elements 1. */
const CONTAINER_BYTES = 3
const ELEMENT_BYTES = 1

/** Bytes of a value as DynamoDB counts them, without its name. */
export function valueBytes(value: AttributeValue): number {
  if ('S' in value) return Buffer.byteLength(value.S)
  if ('N' in value) return numberBytes(value.N)
  if ('L' in value)
    return value.L.reduce((sum, element) => sum + ELEMENT_BYTES + valueBytes(element), CONTAINER_BYTES)
  if ('M' in value)
    return Object.entries(value.M).reduce(
      (sum, [name, element]) => sum + ELEMENT_BYTES + Buffer.byteLength(name) + valueBytes(element),
      CONTAINER_BYTES,
    )
  return 1
}

/** A byte for each pair of digits and one more, as documented; the sign takes one besides. */
function numberBytes(text: string): number {
  return digitPairs(text) + 1 + (text.startsWith('-') ? 1 : 0)
}
