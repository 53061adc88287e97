const compiled = new Map<string, RegExp>()
// Policies are few and written by people; what comes with a variable in it is not kept for ever.
const COMPILED_MAX = 10_000

/** Whether a text is one that a pattern means: `*` is any text, `?` is one character. */
export function matchesText(pattern: string, text: string): boolean {
  if (pattern === '*') return true
  if (!/[*?]/.test(pattern)) return pattern === text
  let expression = compiled.get(pattern)
  if (!expression) {
    if (compiled.size >= COMPILED_MAX) compiled.clear()
    expression = new RegExp(`^${pattern.replaceAll(/[^*?]+|[*?]/g, toExpression)}$`, 's')
    compiled.set(pattern, expression)
  }
  return expression.test(text)
}

function toExpression(part: string): string {
  if (part === '*') return '.*'
  return part === '?' ? '.' : part.replaceAll(/[.+^${}()|[\]\\/]/g, String.raw`\$&`)
}
