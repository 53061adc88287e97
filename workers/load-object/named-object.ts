import * as z from 'zod'
import type { ObjectVersion } from '../../shared/load/object-version.ts'
import { StevedoreError } from '../../shared/platform/error.ts'

const text = z.string().min(1)
/** An input transformer puts an empty string where the event has no such field. */
const optional = z
  .string()
  .optional()
  .transform((value) => (value === '' ? undefined : value))
const count = z
  .string()
  .regex(/^\d*$/, 'must be a whole number')
  .optional()
  .transform((value) => (value ? Number(value) : undefined))

/** What the launch says of the object, in the overrides of the task. */
export const objectEnv = {
  OBJECT_BUCKET: text,
  OBJECT_KEY: text,
  OBJECT_VERSION_ID: optional,
  OBJECT_SEQUENCER: optional,
  OBJECT_SIZE: count,
  OBJECT_ETAG: optional,
  OBJECT_UPLOADED_AT: optional,
  LAUNCH_NUMBER: count,
}

type ObjectEnv = z.infer<z.ZodObject<typeof objectEnv>> & { readonly LANDING_BUCKET: string }

export interface NamedObject {
  readonly object: Omit<ObjectVersion, 'versionId'> & { readonly versionId?: string }
  readonly launchNumber: number | undefined
}

/** Throws `event.invalid` for an object of a bucket that is not ours to read. */
export function namedObject(env: ObjectEnv): NamedObject {
  if (env.OBJECT_BUCKET !== env.LANDING_BUCKET) {
    throw new StevedoreError(
      'event.invalid',
      `OBJECT_BUCKET is ${env.OBJECT_BUCKET}, and this stack loads from ${env.LANDING_BUCKET} alone: put the file there`,
    )
  }
  const known = {
    versionId: env.OBJECT_VERSION_ID,
    sequencer: env.OBJECT_SEQUENCER,
    sizeBytes: env.OBJECT_SIZE,
    etag: env.OBJECT_ETAG,
    uploadedAt: env.OBJECT_UPLOADED_AT,
  }
  const present = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined))
  return {
    object: { bucket: env.OBJECT_BUCKET, key: env.OBJECT_KEY, ...present },
    launchNumber: env.LAUNCH_NUMBER,
  }
}
