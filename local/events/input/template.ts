/** A piece of the template of an input transformer. */
export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string; readonly inQuotes: boolean }

const TOKEN = /\\.|"|<([\w.-]+)>/gs

/** Parts a template once, so that a value which looks like `<name>` is never read as a variable. */
export function parseTemplate(template: string): readonly Part[] {
  const parts: Part[] = []
  let inQuotes = false
  let position = 0
  for (const match of template.matchAll(TOKEN)) {
    if (match[0] === '"') inQuotes = !inQuotes
    const name = match[1]
    if (name === undefined) continue
    parts.push({ kind: 'text', text: template.slice(position, match.index) })
    parts.push({ kind: 'variable', name, inQuotes })
    position = match.index + match[0].length
  }
  return [...parts, { kind: 'text', text: template.slice(position) }]
}

export function variableNames(parts: readonly Part[]): readonly string[] {
  return parts.flatMap((part) => (part.kind === 'variable' ? [part.name] : []))
}

/** Fills in: a value outside quotes as JSON, inside quotes as text that cannot end the string it stands in. */
export function fillTemplate(parts: readonly Part[], values: ReadonlyMap<string, unknown>): string {
  return parts
    .map((part) => {
      if (part.kind === 'text') return part.text
      const value = values.get(part.name)
      // The User Guide says that a variable whose path finds nothing "isn't created"; what AWS does deliver is an
      // empty string, with its quotes where the template has none.
      if (value === undefined) return part.inQuotes ? '' : '""'
      return part.inQuotes ? withinString(value) : JSON.stringify(value)
    })
    .join('')
}

function withinString(value: unknown): string {
  // "EventBridge removes any internal quotes to ensure a valid string", the User Guide says of objects in a string.
  const text = typeof value === 'string' ? value : JSON.stringify(value).replaceAll('"', '')
  return JSON.stringify(text).slice(1, -1)
}
