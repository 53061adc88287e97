import { invalidPattern } from './invalid-pattern.ts'
import type { Operator } from './parse-field-test.ts'

type Comparison = (value: number, bound: number) => boolean

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
}

/**
 * `["=", 5]`, `["<", 10]`, or a range with its lower bound first, `[">", 0, "<=", 5]`. The documented range of the
 * numbers is ±5.0e9; like today's matcher it takes any double.
 */
export const numeric: Operator = (operand, path) => {
  if (!Array.isArray(operand)) throw invalidPattern('Value of numeric must be an array.', path)
  const [name, bound, upperName, upperBound, ...rest]: readonly unknown[] = operand
  const compare = comparison(name, 'Unrecognized numeric range operator', path)
  const limit = numberOf(name, bound, path)
  if (operand.length === 2) return (value) => typeof value === 'number' && compare(value, limit)

  if (name !== '>' && name !== '>=') throw invalidPattern('Too many elements in numeric expression', path)
  if (upperName !== '<' && upperName !== '<=') {
    throw invalidPattern(`Bad numeric range operator: ${upperName}`, path)
  }
  const compareUpper = comparison(upperName, 'Bad numeric range operator', path)
  const upper = numberOf(upperName, upperBound, path)
  if (rest.length > 0) throw invalidPattern('Too many terms in numeric range expression', path)
  if (limit >= upper) throw invalidPattern('Bottom must be less than top', path)
  return (value) => typeof value === 'number' && compare(value, limit) && compareUpper(value, upper)
}

function comparison(name: unknown, fault: string, path: readonly string[]): Comparison {
  const found = typeof name === 'string' && Object.hasOwn(COMPARISONS, name) ? COMPARISONS[name] : undefined
  if (!found) throw invalidPattern(`${fault}: ${name}`, path)
  return found
}

function numberOf(name: unknown, bound: unknown, path: readonly string[]): number {
  if (typeof bound === 'number') return bound
  const word = name === '=' ? 'equals' : name
  throw invalidPattern(`Value of ${word} must be numeric, and it is ${JSON.stringify(bound)}`, path)
}
