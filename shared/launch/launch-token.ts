import { createHash } from 'node:crypto'
import type { ObjectVersion } from '../load/object-version.ts'

/**
 * Names one launch of one object version to ECS, which starts one task for it however often it is asked: 64
 * characters, the most it takes. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/ECS_Idempotency.html
 */
export function launchToken(object: ObjectVersion, launchNumber: number): string {
  return digest([object.bucket, object.key, object.versionId, launchNumber])
}

/** The tasks of one object version are found by it. At most 36 characters. */
export function startedBy(object: ObjectVersion): string {
  return `launch-load/${digest([object.bucket, object.key, object.versionId]).slice(0, 24)}`
}

function digest(parts: readonly (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}
