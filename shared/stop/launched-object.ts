import type { ObjectVersion } from '../load/object-version.ts'

/** What a launch said of itself in the overrides of its task. */
export interface LaunchedObject {
  readonly object: ObjectVersion
  /** 1 where it was not said: a task that the rule itself started. */
  readonly launchNumber: number
}

interface Variable {
  readonly name?: string | null | undefined
  readonly value?: string | null | undefined
}

/** The object version that a task was launched for, from its variables. Undefined for a task of a service. */
export function launchedObject(environment: readonly Variable[]): LaunchedObject | undefined {
  const values = new Map(environment.map(({ name, value }) => [name, value ?? '']))
  const text = (name: string) => values.get(name) || undefined
  const count = (name: string) =>
    /^\d+$/.test(values.get(name) ?? '') ? Number(values.get(name)) : undefined
  const [bucket, key, versionId] = [text('OBJECT_BUCKET'), text('OBJECT_KEY'), text('OBJECT_VERSION_ID')]
  if (bucket === undefined || key === undefined || versionId === undefined) return undefined

  const known = {
    sequencer: text('OBJECT_SEQUENCER'),
    sizeBytes: count('OBJECT_SIZE'),
    etag: text('OBJECT_ETAG'),
    uploadedAt: text('OBJECT_UPLOADED_AT'),
  }
  const present = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined))
  return { object: { bucket, key, versionId, ...present }, launchNumber: count('LAUNCH_NUMBER') ?? 1 }
}
