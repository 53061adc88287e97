import type { Leaf } from './flatten-event.ts'
import { invalidPattern } from './invalid-pattern.ts'
import type { LeafTest, Operator } from './parse-field-test.ts'
import { equalsIgnoreCase, prefix, suffix, wildcard } from './text-operators.ts'

const WITHIN: Readonly<Record<string, Operator>> = {
  prefix,
  suffix,
  'equals-ignore-case': equalsIgnoreCase,
  wildcard,
}

/** Any value that is there and is none of these. A field that is absent does not match. */
export const anythingBut: Operator = (operand, path) => {
  const excluded = isRecord(operand) ? parseWithin(operand, path) : parseValues(operand, path)
  return (value) => !excluded(value)
}

function parseValues(operand: unknown, path: readonly string[]): LeafTest {
  const values: readonly unknown[] = Array.isArray(operand) ? operand : [operand]
  const areStrings = values.every((value) => typeof value === 'string')
  const areNumbers = values.every((value) => typeof value === 'number')
  if (values.length === 0 || !(areStrings || areNumbers)) {
    throw invalidPattern(
      'Inside anything but list, either all values are number or string, mixed type is not supported',
      path,
    )
  }
  const set = new Set<Leaf>(values as readonly (string | number)[])
  return (value) => set.has(value)
}

function parseWithin(operand: object, path: readonly string[]): LeafTest {
  const entries = Object.entries(operand)
  const [entry] = entries
  if (!entry) throw invalidPattern('Anything-But expression name not found', path)
  if (entries.length > 1) throw invalidPattern('Only one key allowed in match expression', path)
  const [name, value] = entry
  const operator = Object.hasOwn(WITHIN, name) ? WITHIN[name] : undefined
  if (!operator) throw invalidPattern(`Unsupported anything-but pattern: ${name}`, path)

  const here = [...path, name]
  const values: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (values.length === 0) throw invalidPattern('Empty arrays are not allowed', here)
  const tests = values.map((one) => {
    if (typeof one !== 'string') throw invalidPattern(`${name} match pattern must be a string`, here)
    if (one === '' && (name === 'prefix' || name === 'suffix')) {
      throw invalidPattern('Null prefix/suffix not allowed', here)
    }
    return operator(one, here)
  })
  return (leaf) => tests.some((test) => test(leaf))
}

function isRecord(operand: unknown): operand is object {
  return typeof operand === 'object' && operand !== null && !Array.isArray(operand)
}
