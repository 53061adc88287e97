import { JsonNumber, type JsonValue } from '../format/json-value.ts'
import { canonicalNumber } from './number.ts'
import type { AttributeValue } from './row.ts'
import type { Rule } from './rule.ts'

/** DynamoDB, "Naming rules": at least one character, and less than 64 KB. */
const NAME_BYTES_MAX = 64 * 1024 - 1
/** UTF-8 takes at most three bytes for a UTF-16 unit. */
const UNIT_BYTES_MAX = 3

/** A JSON value as an attribute: lists and maps nested, numbers exact. What DynamoDB cannot hold breaks the rule `json`. */
export function jsonAttribute(value: JsonValue): AttributeValue | Rule {
  if (value === null) return { NULL: true }
  if (typeof value === 'string') return { S: value }
  if (typeof value === 'boolean') return { BOOL: value }
  if (value instanceof JsonNumber) return numberAttribute(value.text)
  return Array.isArray(value)
    ? listAttribute(value)
    : mapAttribute(value as Readonly<Record<string, JsonValue>>)
}

function numberAttribute(text: string): AttributeValue | Rule {
  const canonical = canonicalNumber(text)
  return canonical === undefined ? 'json' : { N: canonical }
}

function listAttribute(values: readonly JsonValue[]): AttributeValue | Rule {
  const elements: AttributeValue[] = []
  for (const value of values) {
    const attribute = jsonAttribute(value)
    if (typeof attribute === 'string') return attribute
    elements.push(attribute)
  }
  return { L: elements }
}

function mapAttribute(members: Readonly<Record<string, JsonValue>>): AttributeValue | Rule {
  const attributes: Record<string, AttributeValue> = {}
  for (const [name, value] of Object.entries(members)) {
    // `__proto__` would be lost where a client copies the map member by member.
    if (name === '' || name === '__proto__' || isTooLong(name)) return 'json'
    const attribute = jsonAttribute(value)
    if (typeof attribute === 'string') return attribute
    attributes[name] = attribute
  }
  return { M: attributes }
}

function isTooLong(name: string): boolean {
  return name.length > NAME_BYTES_MAX / UNIT_BYTES_MAX && Buffer.byteLength(name) > NAME_BYTES_MAX
}
