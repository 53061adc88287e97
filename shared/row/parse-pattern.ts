/** A regular expression as a tree. `one` takes one character. */
export type PatternNode =
  | { readonly kind: 'one'; takes(character: string): boolean }
  | { readonly kind: 'start' | 'end' }
  | { readonly kind: 'sequence' | 'either'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly part: PatternNode; readonly min: number; readonly max: number }

/** A pattern that cannot be used; the message says why. */
export class PatternError extends Error {}

const ATOM =
  /\[(?:\\.|[^\]\\])*\]|\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[dD][89abAB]..\\u[dD][c-fC-F]..|u.{4}|x..|c.|.)|./suy
const GROUP = /\((?:\?(?::|<[^=!][^>]*>))?/y
const QUANTIFIER = /(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/y
const UNSUPPORTED = /\(\?(?!:|<[^=!])|\\[bBk1-9]/y

/** Reads what JavaScript reads with the flag u, but for what needs to look back or ahead. */
export function parsePattern(source: string): PatternNode {
  checkSyntax(source)
  let position = 0

  function taken(token: RegExp): RegExpExecArray | null {
    token.lastIndex = position
    const match = token.exec(source)
    if (match) position = token.lastIndex
    return match
  }

  function either(): PatternNode {
    const parts = [sequence()]
    while (source[position] === '|') {
      position += 1
      parts.push(sequence())
    }
    return parts.length === 1 ? (parts[0] as PatternNode) : { kind: 'either', parts }
  }

  function sequence(): PatternNode {
    const parts: PatternNode[] = []
    while (position < source.length && source[position] !== '|' && source[position] !== ')')
      parts.push(quantified(atom()))
    return { kind: 'sequence', parts }
  }

  function atom(): PatternNode {
    const unsupported = taken(UNSUPPORTED)
    if (unsupported)
      throw new PatternError(
        `${unsupported[0]} is not supported: patterns know characters, classes, groups, alternatives, repetition, ^ and $`,
      )
    if (taken(GROUP)) {
      const inside = either()
      position += 1
      return inside
    }
    const text = (taken(ATOM) as RegExpExecArray)[0]
    if (text === '^') return { kind: 'start' }
    return text === '$' ? { kind: 'end' } : one(text)
  }

  function quantified(part: PatternNode): PatternNode {
    const match = taken(QUANTIFIER)
    if (!match) return part
    const [, sign, least, comma, most] = match
    if (sign) return { kind: 'repeat', part, min: sign === '+' ? 1 : 0, max: sign === '?' ? 1 : Infinity }
    const min = Number(least)
    return { kind: 'repeat', part, min, max: comma ? Number(most || Infinity) : min }
  }

  return either()
}

function checkSyntax(source: string): void {
  try {
    new RegExp(source, 'u')
  } catch (error) {
    if (error instanceof SyntaxError) throw new PatternError(error.message, { cause: error })
    throw error
  }
}

/** One character can make no trouble, so JavaScript itself says which ones a class takes. */
function one(text: string): PatternNode {
  if (!/^[.[\\]/.test(text)) return { kind: 'one', takes: (character) => character === text }
  const regex = new RegExp(`^${text}$`, 'u')
  return { kind: 'one', takes: (character) => regex.test(character) }
}
