import { metricFields } from '../metric/metric-fields.ts'
import { printable } from './printable.ts'

const LENGTH_MAX = 300
/** Said by the mail itself, or of no use to its reader. */
const LEFT_OUT: readonly string[] = ['time', 'level', 'message', 'act', 'messageId', 'versionId']

/**
 * A line of a worker's log as a person reads it: time, message, and what else it says. Any other line is left as it is,
 * and one of level debug is left out.
 */
export function readableLogLine(line: string, charactersMax = LENGTH_MAX): string | undefined {
  const entry = parse(line)
  if (entry?.level === 'debug') return undefined
  const text = entry ? told(entry) : line
  return printable(text.length > charactersMax ? `${text.slice(0, charactersMax - 1)}…` : text)
}

function parse(line: string): Record<string, unknown> | undefined {
  try {
    const entry: unknown = JSON.parse(line)
    return typeof entry === 'object' && entry !== null && 'message' in entry
      ? (entry as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

function told(entry: Record<string, unknown>): string {
  const time = String(entry.time ?? '').slice(11, 19)
  const level = entry.level === 'info' ? '' : `${entry.level}: `
  const metrics = metricFields(entry)
  const fields = Object.entries(entry)
    .filter(([name]) => !LEFT_OUT.includes(name) && !metrics.has(name))
    .map(([name, value]) => `${name}=${name === 'error' ? errorText(value) : JSON.stringify(value)}`)
  return [time, `${level}${entry.message}`, ...fields].join('  ')
}

/** Without its stack, which would fill the mail: the log has it. */
function errorText(value: unknown): string {
  const { code, name, message } = (value ?? {}) as Record<string, unknown>
  return message === undefined ? JSON.stringify(value) : `${code ?? name}: ${message}`
}
