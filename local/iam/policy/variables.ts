import { type Context, contextKey } from './context-keys.ts'

const VARIABLE = /\$\{([^}]*)\}/g
/** The variables of a text that nobody here has a value for. */
export function unknownVariables(text: string): readonly string[] {
  return [...text.matchAll(VARIABLE)]
    .map(([, name = '']) => name)
    .filter((name) => contextKey(name) === undefined)
}

/** The text with its variables in place; undefined where one has no value in this call, so that it matches nothing. */
export function withVariables(text: string, context: Context): string | undefined {
  if (!text.includes('${')) return text
  let complete = true
  const filled = text.replaceAll(VARIABLE, (_whole, name: string) => {
    const value = context[contextKey(name) ?? '']
    if (value === undefined) complete = false
    return value ?? ''
  })
  return complete ? filled : undefined
}
