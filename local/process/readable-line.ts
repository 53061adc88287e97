import { metricFields } from './metric-fields.ts'
import { readableFields } from './readable-fields.ts'

const PLAIN_CHARACTERS_MAX = 160
// Said elsewhere on the screen, or of no use to a person who watches.
const SAID_ELSEWHERE = new Set(['time', 'level', 'message', 'act'])

/**
 * A line for the screen, which a person reads at a glance: of a JSON log line its message and what tells it from others,
 * of any other line its beginning. Undefined for a line of level debug: the log file has it.
 */
export function readableLine(line: string): string | undefined {
  const entry = jsonLogLine(line)
  if (!entry) return line.length > PLAIN_CHARACTERS_MAX ? `${line.slice(0, PLAIN_CHARACTERS_MAX - 1)}…` : line
  const { level } = entry
  if (level === 'debug') return undefined
  const message = `${level === 'info' || level === undefined ? '' : `${level}: `}${entry.message}`
  const metrics = metricFields(entry)
  const fields = Object.entries(entry).filter(([name]) => !SAID_ELSEWHERE.has(name) && !metrics.has(name))
  return [message, ...readableFields(fields, message)].join('  ')
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
