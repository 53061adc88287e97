import { mathError } from './math-error.ts'
import { readTokens } from './read-tokens.ts'

export type Operator = '+' | '-' | '*' | '/' | '^' | '==' | '!=' | '<' | '<=' | '>' | '>=' | 'AND' | 'OR'

export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'negative'; readonly of: Expression }
  | {
      readonly kind: 'operation'
      readonly operator: Operator
      readonly left: Expression
      readonly right: Expression
    }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }

/** From the loosest to the tightest; those of one line are worked from left to right. */
const LEVELS: readonly Readonly<Record<string, Operator>>[] = [
  { OR: 'OR', '||': 'OR' },
  { AND: 'AND', '&&': 'AND' },
  { '==': '==', '!=': '!=', '<': '<', '<=': '<=', '>': '>', '>=': '>=' },
  { '+': '+', '-': '-' },
  { '*': '*', '/': '/' },
  { '^': '^' },
]

/** Reads metric maths. An ApiError says what is wrong with it. */
export function parseExpression(expression: string): Expression {
  const tokens = readTokens(expression)
  let next = 0
  const peek = () => tokens[next] ?? { kind: 'end' as const, text: 'the end' }

  function take(text: string): boolean {
    const found = peek().kind !== 'number' && peek().text === text
    if (found) next += 1
    return found
  }

  function expect(text: string): void {
    if (!take(text)) throw mathError(expression, `expected ${text}, found ${peek().text}.`)
  }

  function operation(level = 0): Expression {
    const operators = LEVELS[level]
    if (!operators) return operand()
    let left = operation(level + 1)
    for (;;) {
      const token = peek()
      const operator = token.kind === 'number' ? undefined : operators[token.text]
      if (!operator) return left
      next += 1
      left = { kind: 'operation', operator, left, right: operation(level + 1) }
    }
  }

  function operand(): Expression {
    if (take('-')) return { kind: 'negative', of: operand() }
    if (take('+')) return operand()
    if (take('(')) {
      const inner = operation()
      expect(')')
      return inner
    }
    if (take('[')) return { kind: 'list', items: items(']') }
    const token = peek()
    if (token.kind !== 'number' && token.kind !== 'name') {
      throw mathError(expression, `expected a value, found ${token.text}.`)
    }
    next += 1
    if (token.kind === 'number') return { kind: 'number', value: Number(token.text) }
    return take('(') ? { kind: 'call', name: token.text, args: items(')') } : { kind: 'id', id: token.text }
  }

  function items(close: string): Expression[] {
    if (take(close)) return []
    const found = [operation()]
    while (take(',')) found.push(operation())
    expect(close)
    return found
  }

  const parsed = operation()
  if (peek().kind !== 'end') throw mathError(expression, `expected an operator, found ${peek().text}.`)
  return parsed
}
