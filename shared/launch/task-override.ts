import type { ObjectVersion } from '../load/object-version.ts'
import { StevedoreError } from '../platform/error.ts'
import type { TaskSize } from './task-size.ts'

/** The container of the task definition that the overrides are for. */
const CONTAINER = 'load-object'
/**
 * Characters of the overrides in all, JSON included.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskOverride.html
 */
const OVERRIDES_LENGTH_MAX = 8_192

/** What ECS takes as the overrides of one task. */
export interface TaskOverride {
  readonly cpu: string
  readonly memory: string
  readonly containerOverrides: readonly [ContainerOverride]
}

interface ContainerOverride extends TaskSize {
  readonly name: string
  readonly environment: readonly { readonly name: string; readonly value: string }[]
}

/** Tells one task of `load-object` which object it is for. Throws `launch.override-too-long`. */
export function taskOverride(
  object: ObjectVersion,
  launchNumber: number,
  { cpu, memory }: TaskSize,
): TaskOverride {
  const variables: Record<string, string | number | undefined> = {
    OBJECT_BUCKET: object.bucket,
    OBJECT_KEY: object.key,
    OBJECT_VERSION_ID: object.versionId,
    OBJECT_SEQUENCER: object.sequencer,
    OBJECT_SIZE: object.sizeBytes,
    OBJECT_ETAG: object.etag,
    OBJECT_UPLOADED_AT: object.uploadedAt,
    LAUNCH_NUMBER: launchNumber,
  }
  const environment = Object.entries(variables).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value: String(value) }],
  )
  const override: TaskOverride = {
    cpu: String(cpu),
    memory: String(memory),
    // The container's own limits too: those of the task definition would hold in the larger task.
    containerOverrides: [{ name: CONTAINER, cpu, memory, environment }],
  }
  const { length } = JSON.stringify(override)
  if (length > OVERRIDES_LENGTH_MAX) {
    throw new StevedoreError(
      'launch.override-too-long',
      `No task can be started for the object: its name makes overrides of ${length} characters, and ECS takes ${OVERRIDES_LENGTH_MAX}. Upload it under a shorter key`,
    )
  }
  return override
}
