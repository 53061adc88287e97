import { map, rowOf, type Series, type Value } from './value.ts'

/** The functions of values alone; FILL and METRICS look at more than values. Throws an Error that says what is wrong. */
export const FUNCTIONS: Readonly<Record<string, (args: readonly Value[]) => Value>> = {
  ABS: (args) => map(one(args), Math.abs),
  AVG: (args) => reduce(one(args), (found) => sum(found) / found.length),
  CEIL: (args) => map(one(args), Math.ceil),
  FLOOR: (args) => map(one(args), Math.floor),
  IF: choose,
  MAX: (args) => reduce(one(args), (found) => Math.max(...found)),
  MIN: (args) => reduce(one(args), (found) => Math.min(...found)),
  SUM: (args) => reduce(one(args), sum),
}

function one(args: readonly Value[]): Value {
  const [value] = args
  if (!value || args.length > 1) throw new Error(`it takes one argument, and got ${args.length}`)
  return value
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

/** One number from a series; from a list one series, of the values that stand at the same time. */
function reduce(value: Value, work: (found: readonly number[]) => number): Value {
  const some = (values: Series) => {
    const found = values.filter((each) => each !== undefined)
    return found.length === 0 ? undefined : work(found)
  }
  if (value.kind === 'scalar') throw new Error('it takes a series or a list of series, and got a number')
  if (value.kind === 'series') return { kind: 'scalar', value: some(value.values) }
  const length = value.lines[0]?.length ?? 0
  return {
    kind: 'series',
    values: Array.from({ length }, (_, index) => some(value.lines.map((line) => line[index]))),
  }
}

/** IF(condition, then, otherwise?): no value where the condition has none, or where nothing is given for it. */
function choose(args: readonly Value[]): Value {
  const [condition, then, otherwise = { kind: 'scalar', value: undefined }] = args
  if (!condition || !then || args.length > 3)
    throw new Error(`it takes two or three arguments, and got ${args.length}`)
  if (condition.kind === 'list' || then.kind === 'list' || otherwise.kind === 'list') {
    throw new Error('it takes numbers and series, and got a list of series')
  }
  const series = [condition, then, otherwise].find((value) => value.kind === 'series')
  const length = series?.values.length ?? 1
  const [thens, others] = [rowOf(then, length), rowOf(otherwise, length)]
  const values = rowOf(condition, length).map((yes, index) =>
    yes === undefined ? undefined : yes !== 0 ? thens[index] : others[index],
  )
  return series ? { kind: 'series', values } : { kind: 'scalar', value: values[0] }
}
