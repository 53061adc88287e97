import { JsonNumber, type JsonValue } from './json-value.ts'

/** Where V8's parser hands a reviver the text of a primitive; TypeScript's library does not know it yet. */
type Reviver = (this: unknown, name: string, value: unknown, context: { readonly source: string }) => unknown

/**
 * Exact JSON: numbers keep their text. Of members with one name the last counts, as JSON.parse has it; `__proto__` is a
 * member like any other. Answers 'json' when the text is no JSON, 'depth' when it nests deeper than `depthMax`.
 */
export function parseJson(text: string, depthMax: number): { readonly value: JsonValue } | 'json' | 'depth' {
  // Before parsing, since the reviver recurses.
  if (nestsDeeper(text, depthMax)) return 'depth'
  if (HALF_PAIR.test(text) && holdsHalfPair(text)) return 'json'
  try {
    return { value: JSON.parse(text, keepNumbers as (name: string, value: unknown) => unknown) as JsonValue }
  } catch (error) {
    if (error instanceof SyntaxError) return 'json'
    throw error
  }
}

const HALF_PAIR = /\\u[dD][89a-fA-F]/

/** Half a surrogate pair is no character: it has no UTF-8, and DynamoDB would refuse the request with all its neighbours. */
function holdsHalfPair(text: string): boolean {
  const whole = /\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}/g
  return HALF_PAIR.test(text.replace(whole, ''))
}

const keepNumbers: Reviver = (_name, value, { source }) =>
  typeof value === 'number' ? new JsonNumber(source) : value

const QUOTE = 0x22
const BACKSLASH = 0x5c

function nestsDeeper(text: string, depthMax: number): boolean {
  let depth = 0
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code === QUOTE) index = endOfString(text, index)
    else if (code === 0x7b || code === 0x5b) {
      depth += 1
      if (depth > depthMax) return true
    } else if (code === 0x7d || code === 0x5d) depth -= 1
  }
  return false
}

function endOfString(text: string, start: number): number {
  let index = start + 1
  while (index < text.length && text.charCodeAt(index) !== QUOTE)
    index += text.charCodeAt(index) === BACKSLASH ? 2 : 1
  return index
}
