import { decoded, lineCounter } from './binary-text.ts'
import { depthOf, JsonText, NoJson } from './json-text.ts'
import { type OracleField, type OracleRecord, Refused } from './refused.ts'

/** An object may hold values that nest 31 deep. */
const RECORD_DEPTH_MAX = 32

/** One object a line; blank lines are none. */
export function ndjsonRecords(text: string, skipped: number): OracleRecord[] {
  const lines = [...text.matchAll(/[^\r\n]+/g)].filter(([line]) => !/^[ \t]*$/.test(line))
  if (/^[ \t]*\[/.test(lines[0]?.[0] ?? '')) throw new Refused('file.format')
  const lineOf = lineCounter(text)
  return lines.map(({ 0: binary, index }) => recordOf(binary, lineOf(index), skipped + index))
}

/** The elements of the array under the path. Undefined where the document around them is no JSON: what is read before the fault is another question. */
export function arrayRecords(
  text: string,
  skipped: number,
  path: readonly string[],
): OracleRecord[] | undefined {
  try {
    new JsonText(text).whole()
  } catch (error) {
    if (error instanceof NoJson) return undefined
    throw error
  }
  const json = new JsonText(text)
  json.space()
  for (const name of path) if (!enter(json, name)) return undefined
  if (text[json.at] !== '[') return undefined
  const arrayStart = json.at
  const records: OracleRecord[] = []
  const lineOf = lineCounter(text)
  json.sequence(']', () => {
    json.space()
    const start = json.at
    json.value()
    records.push(recordOf(text.slice(start, json.at), lineOf(start), skipped + start))
  })
  const isUtf8 = decoded(text.slice(0, arrayStart) + text.slice(json.at)) !== undefined
  return isUtf8 ? records : undefined
}

/** Passes what stands before the member of that name, in a document that is JSON. False where there is none. */
function enter(json: JsonText, name: string): boolean {
  try {
    json.take('{')
    for (;;) {
      json.space()
      // The text is one character a byte, and so is the name.
      const isFound = json.string() === Buffer.from(name).toString('latin1')
      json.space()
      json.take(':')
      json.space()
      if (isFound) return true
      json.value()
      json.space()
      json.take(',')
    }
  } catch (error) {
    if (error instanceof NoJson) return false
    throw error
  }
}

function recordOf(binary: string, line: number, byteOffset: number): OracleRecord {
  return { line, byteOffset, fields: fieldsOf(decoded(binary)) }
}

function fieldsOf(text: string | undefined): ReadonlyMap<string, OracleField> | string {
  if (text === undefined) return 'encoding'
  if (depthOf(text) > RECORD_DEPTH_MAX) return 'depth'
  try {
    const value = new JsonText(text).whole()
    return value instanceof Map ? value : 'json'
  } catch (error) {
    if (error instanceof NoJson) return 'json'
    throw error
  }
}
