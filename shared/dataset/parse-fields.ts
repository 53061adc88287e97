import type * as z from 'zod'
import type { Report } from './dataset-fault.ts'
import type { Path } from './yaml-source.ts'

/**
 * The members of a map that their schemas accept; the others are reported and left out, so that the rest can still
 * be checked. Members without a schema are reported too.
 */
export function parseFields<Shape extends z.ZodRawShape>(
  map: ReadonlyMap<unknown, unknown>,
  shape: Shape,
  path: Path,
  report: Report,
): Partial<z.infer<z.ZodObject<Shape>>> {
  for (const name of map.keys())
    if (!Object.hasOwn(shape, String(name)))
      report(
        [...path, String(name)],
        `${String(name)}: no such field. The fields are ${Object.keys(shape).join(', ')}`,
      )
  const fields: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(shape)) {
    const value = plain(map.get(name))
    const result = (schema as z.ZodType).safeParse(value)
    if (result.success) {
      if (result.data !== undefined) fields[name] = result.data
    } else
      for (const issue of result.error.issues)
        report([...path, name, ...pathOf(issue)], explain(name, value, issue))
  }
  return fields as Partial<z.infer<z.ZodObject<Shape>>>
}

/** Maps become objects without a prototype, so that no name is special. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (!(value instanceof Map)) return value
  return Object.assign(
    Object.create(null),
    Object.fromEntries([...value].map(([name, member]) => [name, plain(member)])),
  )
}

function pathOf(issue: z.core.$ZodIssue): Path {
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
  return [...issue.path.map((step) => (typeof step === 'number' ? step : String(step))), ...unknown]
}

function explain(name: string, value: unknown, issue: z.core.$ZodIssue): string {
  const field = [name, ...issue.path.map(String)].join('.')
  if (issue.code === 'unrecognized_keys') return `${field}.${issue.keys[0]}: no such field`
  const received = value === undefined ? 'it is missing' : `received ${JSON.stringify(value)}`
  const expected =
    issue.code === 'invalid_type' && issue.expected === 'boolean'
      ? 'expected true or false'
      : issue.message.replace(/^Invalid (input|option|string): /, '').replace(/, received \w+$/, '')
  return `${field}: ${expected} (${received})`
}
