import { z } from 'zod'

/** Templates may write numbers and booleans as text. */
export const whole = z.coerce.number().int()
export const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')])
/** CloudFormation makes text of numbers and booleans where text is wanted; packaging tools rely on it. */
export const text = z.union([z.string(), z.number(), z.boolean()]).transform(String)

export const pairs = z.array(z.strictObject({ name: z.string(), value: z.string() }))
export const tags = z.array(z.strictObject({ key: z.string(), value: z.string() }))

/** Accepted and kept for Describe, without effect on this machine. */
export const noLocalMeaning = z.unknown()
