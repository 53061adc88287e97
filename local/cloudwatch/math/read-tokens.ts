import { mathError } from './math-error.ts'

export interface Token {
  readonly kind: 'number' | 'name' | 'sign' | 'end'
  readonly text: string
}

// The longer signs come first, so that `<=` is not read as `<`.
const TOKEN =
  /\s*(?:(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<name>[A-Za-z][A-Za-z0-9_]*)|(?<sign>==|!=|<=|>=|&&|\|\||[-+*/^<>()[\],]))/y

export function readTokens(expression: string): Token[] {
  const tokens: Token[] = []
  const text = expression.trimEnd()
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex
    const { number, name, sign } = TOKEN.exec(text)?.groups ?? {}
    if (number !== undefined) tokens.push({ kind: 'number', text: number })
    else if (name !== undefined) tokens.push({ kind: 'name', text: name })
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign })
    else throw mathError(expression, `'${text.slice(at).trim()}' is not understood.`)
  }
  return [...tokens, { kind: 'end', text: 'the end' }]
}
