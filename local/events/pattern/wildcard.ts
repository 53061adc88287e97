import { invalidPattern } from './invalid-pattern.ts'

/** Compiles a wildcard: `*` is any run of characters, `\*` and `\\` stand for themselves. Matches in linear time. */
export function parseWildcard(pattern: string, path: readonly string[]): (value: string) => boolean {
  const parts = split(pattern, path)
  const first = parts[0] ?? ''
  if (parts.length === 1) return (value) => value === first
  const last = parts.at(-1) ?? ''
  const middle = parts.slice(1, -1)
  return (value) => {
    if (!value.startsWith(first) || !value.endsWith(last)) return false
    const end = value.length - last.length
    let position = first.length
    // The earliest place for each part leaves the most room for those after it.
    for (const part of middle) {
      const found = value.indexOf(part, position)
      if (found < 0) return false
      position = found + part.length
    }
    return position <= end
  }
}

function split(pattern: string, path: readonly string[]): readonly string[] {
  const parts: string[] = []
  let part = ''
  for (let position = 0; position < pattern.length; position++) {
    const char = pattern.charAt(position)
    if (char === '*') {
      if (pattern[position + 1] === '*') {
        throw invalidPattern(`Consecutive wildcard characters at pos ${position}`, path)
      }
      parts.push(part)
      part = ''
    } else if (char === '\\') {
      const escaped = pattern.charAt(++position)
      if (escaped !== '*' && escaped !== '\\') {
        throw invalidPattern(`Invalid escape character at pos ${position - 1}`, path)
      }
      part += escaped
    } else part += char
  }
  return [...parts, part]
}
