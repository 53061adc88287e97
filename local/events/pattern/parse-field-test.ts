import { anythingBut } from './anything-but.ts'
import { cidr, sameAddress } from './cidr.ts'
import type { Leaf } from './flatten-event.ts'
import { invalidPattern } from './invalid-pattern.ts'
import { numeric } from './numeric.ts'
import { equalsIgnoreCase, prefix, suffix, wildcard } from './text-operators.ts'

export type LeafTest = (value: Leaf) => boolean

/** What the array of a field in a pattern asks: any of its members holds. */
export interface FieldTest {
  readonly matches: LeafTest
  /** Holds too where the event has no such field: `{"exists": false}`. */
  readonly orAbsent: boolean
}

/** Makes the test of an operator from its operand. */
export type Operator = (operand: unknown, path: readonly string[]) => LeafTest

const OPERATORS: Readonly<Record<string, Operator>> = {
  prefix,
  suffix,
  'equals-ignore-case': equalsIgnoreCase,
  wildcard,
  'anything-but': anythingBut,
  numeric,
  cidr,
}

/** Parses the array that a pattern holds for one field. */
export function parseFieldTest(members: readonly unknown[], path: readonly string[]): FieldTest {
  if (members.length === 0) throw invalidPattern('Empty arrays are not allowed', path)
  const tests: LeafTest[] = []
  let orAbsent = false
  for (const member of members) {
    const exists = existsOperand(member, path)
    if (exists === false) orAbsent = true
    else tests.push(exists ? () => true : parseMember(member, path))
  }
  return { matches: (value) => tests.some((test) => test(value)), orAbsent }
}

function parseMember(member: unknown, path: readonly string[]): LeafTest {
  if (Array.isArray(member)) {
    throw invalidPattern('Match value must be String, number, true, false, or null', path)
  }
  if (typeof member === 'object' && member !== null) {
    const [name, operand] = onlyEntry(member, path)
    const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined
    if (!operator) throw invalidPattern(`Unrecognized match type ${name}`, path)
    return operator(operand, [...path, name])
  }
  if (typeof member === 'string') return sameAddress(member) ?? ((value) => value === member)
  // Numbers compare as doubles, as in EventBridge's matcher: 300, 3.0e2 and 300.0 are one.
  return (value) => value === member
}

function existsOperand(member: unknown, path: readonly string[]): boolean | undefined {
  if (typeof member !== 'object' || member === null || !Object.hasOwn(member, 'exists')) return undefined
  const [, operand] = onlyEntry(member, path)
  if (typeof operand !== 'boolean') {
    throw invalidPattern('exists match pattern must be either true or false.', [...path, 'exists'])
  }
  return operand
}

function onlyEntry(member: object, path: readonly string[]): [string, unknown] {
  const entries = Object.entries(member)
  const [entry] = entries
  if (!entry) throw invalidPattern('Match expression name not found', path)
  if (entries.length > 1) throw invalidPattern('Only one key allowed in match expression', path)
  return entry
}
