import { en } from 'zod/locales'
import * as z from 'zod/mini'
import { StevedoreError } from './error.ts'

// The small build of zod, whose messages come without a language: functions carry it in their bundles.
z.config(en())

/** Reads the environment once, at the entry. Every variable that is missing or malformed is named, not the first alone. */
export function parseEnv<Shape extends z.core.$ZodLooseShape>(
  env: Readonly<Record<string, string | undefined>>,
  shape: Shape,
): z.infer<z.ZodMiniObject<Shape>> {
  const result = z.object(shape).safeParse(env)
  if (result.success) return result.data
  const faults = result.error.issues.map(({ path, message }) => {
    const given = env[String(path[0])]
    return given === undefined
      ? `${path.join('.')} is not set`
      : `${path.join('.')}: ${message} (received ${JSON.stringify(given)})`
  })
  throw new StevedoreError(
    'config.invalid',
    `The environment is not as the template sets it: ${faults.join('; ')}`,
  )
}
