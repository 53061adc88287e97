import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { evaluateExpression } from '../../../../local/cloudwatch/math/evaluate-expression.ts'
import type { Series, Value } from '../../../../local/cloudwatch/math/value.ts'

const _ = undefined

function evaluate(expression: string, series: Readonly<Record<string, Series>> = {}): Value {
  return evaluateExpression(expression, {
    value: (id) => {
      const values = series[id]
      return values && { kind: 'series', values }
    },
    metrics: () => Object.values(series),
    periodSeconds: 60,
  })
}

function valuesOf(expression: string, series: Readonly<Record<string, Series>>): Series {
  const value = evaluate(expression, series)
  if (value.kind !== 'series') throw new Error(`${expression} is a ${value.kind}`)
  return value.values
}

describe('metric maths', () => {
  test.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['8 - 4 - 2', 2],
    ['8 / 4 / 2', 1],
    ['-2 * 3', -6],
    ['2 * -3', -6],
    ['2 ^ 3', 8],
    ['.5 + 1e1', 10.5],
    ['1 < 2 AND 3 < 2', 0],
    ['1 < 2 OR 3 < 2 AND 0', 1],
    ['1 && 0 || 1', 1],
    ['1 <= 1', 1],
    ['1 != 1', 0],
    ['IF(1 > 2, 5, 6)', 6],
    ['PERIOD(m1) * 2', 120],
  ])('%s is %d', (expression, value) => {
    expect(evaluate(expression, { m1: [] })).toEqual({ kind: 'scalar', value })
  })

  test('agrees with the sums of the language for all expressions of numbers', () => {
    const tree = fc.letrec<{ expression: string }>((tie) => ({
      expression: fc.oneof(
        { depthSize: 'small' },
        fc.integer({ min: 0, max: 99 }).map(String),
        fc
          .tuple(tie('expression'), fc.constantFrom('+', '-', '*', '<', '>=', '=='), tie('expression'))
          .map(([left, operator, right]) => `${left} ${operator} ${right}`),
        tie('expression').map((inner) => `(${inner})`),
      ),
    })).expression
    fc.assert(
      fc.property(tree, (expression) => {
        // `1 < 2 < 3` and `1 == 2 < 3` differ in the language's own levels; ours has one for all comparisons.
        fc.pre((expression.match(/<|>=|==/g) ?? []).length <= 1)
        const expected = Number(new Function(`return ${expression}`)())
        expect(evaluate(expression)).toEqual({ kind: 'scalar', value: expected })
      }),
    )
  })

  test('works series out period by period, and has no value where one side has none', () => {
    expect(valuesOf('m1 + m2', { m1: [1, 2, _], m2: [10, _, 30] })).toEqual([11, _, _])
    expect(valuesOf('m1 > 1', { m1: [1, 2, _] })).toEqual([0, 1, _])
    expect(valuesOf('-m1', { m1: [1, _] })).toEqual([-1, _])
  })

  test('has no value where it divides by zero', () => {
    expect(valuesOf('m1 / m2', { m1: [6, 6, 0], m2: [3, 0, 0] })).toEqual([2, _, _])
  })

  test('fills with a number, a series, the value before, or a line between the values around', () => {
    const m1 = [_, 2, _, _, 8, _]
    expect(valuesOf('FILL(m1, 0)', { m1 })).toEqual([0, 2, 0, 0, 8, 0])
    expect(valuesOf('FILL(m1, m2)', { m1, m2: [1, 1, _, 3, 1, 1] })).toEqual([1, 2, _, 3, 8, 1])
    expect(valuesOf('FILL(m1, REPEAT)', { m1 })).toEqual([_, 2, 2, 2, 8, 8])
    expect(valuesOf('FILL(m1, LINEAR)', { m1 })).toEqual([_, 2, 4, 6, 8, _])
  })

  test('fills a series without any value', () => {
    expect(valuesOf('FILL(m1, 0) + 1', { m1: [_, _] })).toEqual([1, 1])
  })

  test('makes one number of a series, and one series of several', () => {
    const series = { m1: [1, _, 3], m2: [5, 6, _] }
    expect(evaluate('SUM(m1)', series)).toEqual({ kind: 'scalar', value: 4 })
    expect(evaluate('AVG(m1)', series)).toEqual({ kind: 'scalar', value: 2 })
    expect(valuesOf('MAX([m1, m2])', series)).toEqual([5, 6, 3])
    expect(valuesOf('MIN(METRICS())', series)).toEqual([1, 6, 3])
    expect(valuesOf('SUM(FILL(METRICS(), 0))', series)).toEqual([6, 6, 3])
  })

  test('chooses by each value of the condition, and gives none where the condition has none', () => {
    expect(valuesOf('IF(m1 > 1, m2, 0)', { m1: [1, 2, _], m2: [7, 8, 9] })).toEqual([0, 8, _])
    expect(valuesOf('IF(m1, 5)', { m1: [0, 1] })).toEqual([_, 5])
  })

  test('wants a task where messages wait and nothing runs, also before the service was ever measured', () => {
    const expression = 'IF(FILL(running, 0) < 1 AND visible + hidden > 0, 1, 0)'
    expect(
      valuesOf(expression, {
        running: [_, 0, 1, 0],
        visible: [3, 0, 5, 0],
        hidden: [0, 0, 1, 2],
      }),
    ).toEqual([1, 0, 0, 1])
  })

  test.each([
    ['m1 +', 'expected a value, found the end'],
    ['(m1', 'expected ), found the end'],
    ['m1 m1', 'expected an operator, found m1'],
    ['m1 ; 2', "'; 2' is not understood"],
    ['m9 + 1', 'no query has the id m9'],
    ['SEARCH(m1)', 'no function SEARCH'],
    ['toString(m1)', 'no function toString'],
    ['MAX(1)', 'MAX: it takes a series'],
    ['MAX([m1, 1])', 'a list holds series alone'],
    ['FILL(m1)', 'FILL takes two arguments'],
    ['[m1] + [m1]', 'two lists of series cannot be combined'],
    ['IF(m1)', 'it takes two or three arguments, and got 1'],
  ])('refuses %s', (expression, why) => {
    expect(() => evaluate(expression, { m1: [1] })).toThrow(why)
  })
})
