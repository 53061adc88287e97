import { z } from 'zod'

// One schema reads all protocols, and templates: the query protocol sends everything as text.
export const number = z.union([
  z.number(),
  z
    .string()
    .regex(/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/)
    .transform(Number),
])

export const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')])

/** Milliseconds since 1970, from a Date (CBOR), seconds (JSON) or ISO 8601 (query). */
export const time = z.union([
  z.date().transform((date) => date.getTime()),
  z.number().transform((seconds) => Math.round(seconds * 1000)),
  z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
])
