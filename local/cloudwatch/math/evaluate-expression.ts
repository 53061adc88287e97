import { type Filler, fill } from './fill.ts'
import { FUNCTIONS } from './functions.ts'
import { mathError } from './math-error.ts'
import { operate } from './operators.ts'
import { type Expression, parseExpression } from './parse-expression.ts'
import { map, type Series, type Value } from './value.ts'

export interface Names {
  /** The value of another query; undefined where no query has the id. */
  value(id: string): Value | undefined
  /** Of all queries that are metrics. */
  metrics(): readonly Series[]
  readonly periodSeconds: number
}

/** Works an expression out. An ApiError says what is wrong with it. */
export function evaluateExpression(text: string, names: Names): Value {
  return evaluate(parseExpression(text))

  function evaluate(expression: Expression): Value {
    switch (expression.kind) {
      case 'number':
        return { kind: 'scalar', value: expression.value }
      case 'id':
        return named(expression.id)
      case 'negative':
        return map(evaluate(expression.of), (value) => -value)
      case 'operation':
        return explained(expression.operator, () =>
          operate(expression.operator, evaluate(expression.left), evaluate(expression.right)),
        )
      case 'list':
        return { kind: 'list', lines: expression.items.flatMap(linesOf) }
      case 'call':
        return call(expression.name, expression.args)
    }
  }

  function named(id: string): Value {
    const value = names.value(id)
    if (!value) throw mathError(text, `no query has the id ${id}.`)
    return value
  }

  function linesOf(item: Expression): readonly Series[] {
    const value = evaluate(item)
    if (value.kind === 'scalar') throw mathError(text, 'a list holds series alone, not numbers.')
    return value.kind === 'series' ? [value.values] : value.lines
  }

  function call(name: string, args: readonly Expression[]): Value {
    if (name === 'METRICS' && args.length === 0) return { kind: 'list', lines: names.metrics() }
    if (name === 'PERIOD' && args.length === 1) return { kind: 'scalar', value: names.periodSeconds }
    if (name === 'FILL') return fillAll(args)
    const work = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined
    if (!work) throw mathError(text, `the local runtime has no function ${name} of ${args.length} arguments.`)
    return explained(name, () => work(args.map(evaluate)))
  }

  function fillAll([what, how, ...others]: readonly Expression[]): Value {
    if (!what || !how || others.length > 0) throw mathError(text, 'FILL takes two arguments.')
    const value = evaluate(what)
    if (value.kind === 'scalar') throw mathError(text, 'FILL takes a series, and got a number.')
    const filler = fillerOf(how)
    return value.kind === 'series'
      ? { kind: 'series', values: fill(value.values, filler) }
      : { kind: 'list', lines: value.lines.map((line) => fill(line, filler)) }
  }

  function fillerOf(how: Expression): Filler {
    if (how.kind === 'id' && (how.id === 'REPEAT' || how.id === 'LINEAR')) return how.id
    const value = evaluate(how)
    if (value.kind === 'list') throw mathError(text, 'FILL fills with a number, a series, REPEAT or LINEAR.')
    return value
  }

  function explained(name: string, work: () => Value): Value {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof Error) || error.name === 'ApiError') throw error
      throw mathError(text, `${name}: ${error.message}.`)
    }
  }
}
