import type { Operator } from './parse-expression.ts'
import { combine, type Value } from './value.ts'

const WORK: Readonly<Record<Operator, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': (a, b) => a ** b,
  '==': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
  '<': (a, b) => Number(a < b),
  '<=': (a, b) => Number(a <= b),
  '>': (a, b) => Number(a > b),
  '>=': (a, b) => Number(a >= b),
  AND: (a, b) => Number(a !== 0 && b !== 0),
  OR: (a, b) => Number(a !== 0 || b !== 0),
}

/** True is 1, false is 0. Where one side has no value there is none: FILL is how an expression says otherwise. */
export function operate(operator: Operator, left: Value, right: Value): Value {
  const work = WORK[operator]
  return combine(left, right, (a, b) => (a === undefined || b === undefined ? undefined : work(a, b)))
}
