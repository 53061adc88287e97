type Field = readonly [name: string, value: unknown]

const FIELDS_MAX = 8
const TEXT_CHARACTERS_MAX = 100
const KEY_CHARACTERS_MAX = 48
const JSON_CHARACTERS_MAX = 40
/** Enough to act on: what happened, why, and the next step. The log file has it whole. */
const ERROR_CHARACTERS_MAX = 500
/** Between the words of a message, and the parts of a key. */
const SEPARATORS = /[\s/:,]+/
/** What only machines compare. */
const MACHINE_NAME = /^(?:owner|etag|stack)$|(?:Ids?|Arns?|Tokens?|ETag)$/

/**
 * The fields of a log line in words, as few as tell something: errors last, and nothing that `said` or a field before
 * holds already, as most keys hold the name of their dataset.
 */
export function readableFields(fields: readonly Field[], said: string): string[] {
  const texts: string[] = []
  const saidWords = new Set(said.split(SEPARATORS))
  for (const [name, value] of fields) {
    if (isNothing(value) || isError(value) || MACHINE_NAME.test(name)) continue
    if (typeof value === 'string' && saidWords.has(value)) continue
    const text = readableField(name, value)
    if (text === undefined) continue
    texts.push(text)
    if (typeof value === 'string') for (const word of value.split(SEPARATORS)) saidWords.add(word)
  }
  const errors = fields.flatMap(([, value]) => (isError(value) ? [readableError(value)] : []))
  return [...texts.slice(0, FIELDS_MAX), ...errors]
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === '' || value === 0
}

function readableField(name: string, value: unknown): string | undefined {
  if (typeof value === 'number') return readableNumber(name, value)
  if (typeof value === 'string') return readableText(name, value)
  const json = JSON.stringify(value)
  return json.length <= JSON_CHARACTERS_MAX ? `${words(name)} ${json}` : undefined
}

function readableText(name: string, value: string): string {
  const key = /^s3:\/\/[^/]+\/(.+)$/s.exec(value)?.[1]
  if (key !== undefined) return endOfKey(key)
  // Whole, since nobody can look up the half of one.
  if (name.endsWith('Key')) return `${words(name)} ${value}`
  return `${words(name)} ${beginning(value, TEXT_CHARACTERS_MAX)}`
}

/** Its last parts: a person who watches knows where they upload. */
function endOfKey(key: string): string {
  if (key.length <= KEY_CHARACTERS_MAX) return key
  const end = key.slice(1 - KEY_CHARACTERS_MAX)
  const slash = end.indexOf('/')
  return `…${slash >= 0 && slash < end.length - 1 ? end.slice(slash) : end}`
}

/** Units come after the number, as people write them. */
function readableNumber(name: string, value: number): string {
  const [, label = '', unit = ''] = /^(.*?)(Ms|Seconds|[bB]ytes|PerSecond)?$/.exec(name) ?? []
  const named = (text: string) => [words(label), text].filter(Boolean).join(' ')
  if (unit === 'PerSecond') return `${count(value)} ${words(label)}/s`
  if (unit === 'Ms') return named(value < 1000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(1)} s`)
  if (unit === 'Seconds') return named(`${count(value)} s`)
  return named(unit === '' ? count(value) : size(value))
}

function count(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 2 })
}

function size(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  for (; value >= 1000 && unit < units.length - 1; unit++) value /= 1000
  return unit === 0 ? `${count(bytes)} bytes` : `${value.toFixed(1)} ${units[unit]}`
}

interface LoggedError {
  readonly message: string
  readonly code?: unknown
  readonly name?: unknown
}

function isError(value: unknown): value is LoggedError {
  return (
    typeof value === 'object' && value !== null && 'message' in value && typeof value.message === 'string'
  )
}

function readableError({ code, name, message }: LoggedError): string {
  const kind = code ?? (name === 'Error' ? undefined : name)
  return beginning(typeof kind === 'string' ? `${kind}: ${message}` : message, ERROR_CHARACTERS_MAX)
}

function words(name: string): string {
  return name.replace(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase()
}

function beginning(text: string, charactersMax: number): string {
  return text.length > charactersMax ? `${text.slice(0, charactersMax - 1)}…` : text
}
