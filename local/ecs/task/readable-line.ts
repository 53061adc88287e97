const FIELDS_MAX = 6
const VALUE_CHARACTERS_MAX = 60
// Said elsewhere on the screen, or of no use to a person who watches.
const FIELDS_LEFT_OUT = new Set(['time', 'level', 'message', 'act', 'taskArn', 'owner', 'stack'])

/** A line for the screen: of a JSON log line its message and a few fields, of any other line itself. */
export function readableLine(line: string): string {
  const entry = jsonLogLine(line)
  if (!entry) return line
  const fields = Object.entries(entry)
    .filter(([name, value]) => !FIELDS_LEFT_OUT.has(name) && value !== undefined && value !== null)
    .slice(0, FIELDS_MAX)
    .map(([name, value]) => `${name}=${short(value)}`)
  const level = entry.level === 'info' || entry.level === undefined ? '' : `${entry.level}: `
  return [`${level}${entry.message}`, ...fields].join(' ')
}

function jsonLogLine(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined
  try {
    const entry: unknown = JSON.parse(line)
    const isEntry = typeof entry === 'object' && entry !== null && 'message' in entry
    return isEntry ? (entry as Record<string, unknown>) : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** An error in a log is an object: its message is shown whole, its stack is in the file. */
function short(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'message' in value) return String(value.message)
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > VALUE_CHARACTERS_MAX ? `${text.slice(0, VALUE_CHARACTERS_MAX - 1)}…` : text
}
