import { invalidPattern } from './invalid-pattern.ts'
import type { LeafTest, Operator } from './parse-field-test.ts'
import { parseWildcard } from './wildcard.ts'

export const prefix: Operator = (operand, path) =>
  orIgnoringCase('prefix', operand, path, (value, start) => value.startsWith(start))

export const suffix: Operator = (operand, path) =>
  orIgnoringCase('suffix', operand, path, (value, end) => value.endsWith(end))

export const equalsIgnoreCase: Operator = (operand, path) => {
  const wanted = text('equals-ignore-case', operand, path).toLowerCase()
  return onText((value) => value.toLowerCase() === wanted)
}

export const wildcard: Operator = (operand, path) =>
  onText(parseWildcard(text('wildcard', operand, path), path))

/** `{"prefix": "a"}` or `{"prefix": {"equals-ignore-case": "a"}}`. */
function orIgnoringCase(
  name: string,
  operand: unknown,
  path: readonly string[],
  holds: (value: string, part: string) => boolean,
): LeafTest {
  if (typeof operand === 'object' && operand !== null && !Array.isArray(operand)) {
    const entries = Object.entries(operand)
    const [key, part] = entries[0] ?? []
    if (key !== 'equals-ignore-case') throw invalidPattern(`Unsupported ${name} pattern: ${key}`, path)
    if (entries.length > 1) throw invalidPattern('Only one key allowed in match expression', path)
    const lower = text(key, part, path).toLowerCase()
    return onText((value) => holds(value.toLowerCase(), lower))
  }
  const part = text(name, operand, path)
  return onText((value) => holds(value, part))
}

function text(name: string, operand: unknown, path: readonly string[]): string {
  if (typeof operand === 'string') return operand
  throw invalidPattern(`${name} match pattern must be a string`, path)
}

function onText(holds: (value: string) => boolean): LeafTest {
  return (value) => typeof value === 'string' && holds(value)
}
