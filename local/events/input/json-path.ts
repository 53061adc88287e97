import { ApiError } from '../../protocol/api-error.ts'

/** Reads a value out of an event; `undefined` where the path finds nothing. A path with `*` gives an array. */
export type JsonPath = (event: unknown) => unknown

const PATH = /^\$(?:\.[^.[\]\s]+|\[(?:\*|\d+)\])*$/
const STEP = /\.([^.[\]\s]+)|\[(\*|\d+)\]/g

/** Compiles the part of JSON path that EventBridge knows: `$.detail.items[0].name`, `$.detail.items[*].name`. */
export function compileJsonPath(path: string): JsonPath {
  if (!PATH.test(path)) {
    throw new ApiError(
      'ValidationException',
      `Invalid JSON path ${JSON.stringify(path)}: EventBridge reads dots and array indices only, such as $.detail.items[0].name.`,
    )
  }
  const steps = [...path.matchAll(STEP)].map(([, key, index]) => ({
    name: key ?? index ?? '',
    ofArray: key === undefined,
  }))
  const isMany = steps.some(({ name }) => name === '*')
  return (event) => {
    let found: readonly unknown[] = [event]
    for (const step of steps) found = found.flatMap((value) => children(value, step.name, step.ofArray))
    return isMany && found.length > 0 ? found : found[0]
  }
}

function children(value: unknown, name: string, ofArray: boolean): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return []
  if (name === '*') return Object.values(value)
  // `.length` of an array and the like are no part of the event.
  if (Array.isArray(value) !== ofArray || !Object.hasOwn(value, name)) return []
  return [(value as Record<string, unknown>)[name]]
}
