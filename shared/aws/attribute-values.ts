import type { AttributeValue } from '@aws-sdk/client-dynamodb'

/** For the ledger's items, whose numbers are counts and times: rows of data never come this way. */
export function toAttribute(value: unknown): AttributeValue {
  if (typeof value === 'string') return { S: value }
  if (typeof value === 'number' && Number.isFinite(value)) return { N: String(value) }
  if (typeof value === 'boolean') return { BOOL: value }
  if (Array.isArray(value)) return { L: value.map(toAttribute) }
  if (typeof value === 'object' && value !== null) return { M: toAttributes(value) }
  throw new TypeError(`The ledger holds no value such as ${JSON.stringify(value)}`)
}

/** Members that are undefined are left out. */
export function toAttributes(values: object): Record<string, AttributeValue> {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, toAttribute(value)]),
  )
}

export function fromAttribute(attribute: AttributeValue): unknown {
  if (attribute.S !== undefined) return attribute.S
  if (attribute.N !== undefined) return Number(attribute.N)
  if (attribute.BOOL !== undefined) return attribute.BOOL
  if (attribute.L) return attribute.L.map(fromAttribute)
  if (attribute.SS) return attribute.SS
  if (attribute.M)
    return Object.fromEntries(
      Object.entries(attribute.M).map(([name, value]) => [name, fromAttribute(value)]),
    )
  throw new TypeError(`The ledger holds no value such as ${JSON.stringify(attribute)}`)
}
