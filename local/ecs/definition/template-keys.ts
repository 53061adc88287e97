import { z } from 'zod'

// Their contents are names that the user chose, not property names.
const FREE_MAPS = new Set(['Options', 'DockerLabels'])

/** CloudFormation writes `ContainerDefinitions`, the API `containerDefinitions`: one schema reads both. */
export function templateProperties<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess(apiKeys, schema)
}

function apiKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(apiKeys)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.charAt(0).toLowerCase() + key.slice(1),
      FREE_MAPS.has(key) ? inner : apiKeys(inner),
    ]),
  )
}
