import type { z } from 'zod'
import { type Fault, isUnmade } from './intrinsics/context.ts'

/**
 * Parses resolved properties with the schema of their type. As CloudFormation does, it turns text into a number or
 * a boolean, and these into text, where the type wants them so: `Ref` of a Number parameter is text.
 * What is not known yet, before the resources it comes from are made, is no fault.
 */
export function parseProperties<Properties>(
  schema: z.ZodType<Properties>,
  value: unknown,
  path: string,
): { readonly properties: Properties } | { readonly faults: readonly Fault[] } {
  let candidate = value
  for (;;) {
    const result = schema.safeParse(candidate)
    if (result.success) return { properties: result.data }
    const next = result.error.issues.reduce<unknown>(convert, candidate)
    if (next === candidate) {
      return {
        faults: result.error.issues
          .filter((issue) => issue.code === 'unrecognized_keys' || !isUnmade(at(candidate, issue.path)))
          .map((issue) => ({ path: [path, ...issue.path].join('.'), message: issue.message })),
      }
    }
    candidate = next
  }
}

/** The value with the part that the issue names in the type that it asks for, or the same value where that cannot be. */
function convert(value: unknown, issue: z.core.$ZodIssue): unknown {
  if (issue.code !== 'invalid_type') return value
  const converted = convertScalar(at(value, issue.path), issue.expected)
  return converted === undefined ? value : replaced(value, issue.path, converted)
}

function convertScalar(value: unknown, expected: string): unknown {
  if (expected === 'string' && (typeof value === 'number' || typeof value === 'boolean')) return String(value)
  if (typeof value !== 'string') return undefined
  if (
    (expected === 'number' || expected === 'int') &&
    value.trim() !== '' &&
    Number.isFinite(Number(value))
  ) {
    return Number(value)
  }
  if (expected === 'boolean' && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true'
  return undefined
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? Reflect.get(inner, keyIn(inner, key)) : undefined,
    value,
  )
}

function replaced(value: unknown, path: readonly PropertyKey[], by: unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return by
  if (Array.isArray(value))
    return value.map((item, index) => (index === key ? replaced(item, rest, by) : item))
  const object = value as Record<PropertyKey, unknown>
  const own = keyIn(object, key)
  return { ...object, [own]: replaced(object[own], rest, by) }
}

/** A type may read a template's `Cpu` as the `cpu` of its API, and names that one in what it finds. */
function keyIn(object: object, key: PropertyKey): PropertyKey {
  if (typeof key !== 'string' || Object.hasOwn(object, key)) return key
  const capital = key.charAt(0).toUpperCase() + key.slice(1)
  return Object.hasOwn(object, capital) ? capital : key
}
