import type { ResourceType } from '../../plugin.ts'
import { parseProperties } from '../parse-properties.ts'
import { createPhysicalName } from '../physical-name.ts'
import type { StackResource } from '../stack.ts'
import { throwFaults } from '../template-error.ts'
import { type ChangedResource, reasonOf } from './make-resources.ts'
import type { Progress } from './progress.ts'

interface RollingBack {
  readonly stackName: string
  readonly types: ReadonlyMap<string, ResourceType>
  readonly progress: Progress
  readonly signal: AbortSignal
}

/**
 * Brings resources that were changed in place back to what they were, in the order in which they were changed. What
 * was made new is for the cleanup that follows. Resolves to the logical ids of those that could not be brought back.
 */
export async function rollBack(
  changed: readonly ChangedResource[],
  rolling: RollingBack,
): Promise<readonly string[]> {
  const failed: string[] = []
  for (const { change, before } of changed) {
    if (change !== 'update' || !before) continue
    rolling.signal.throwIfAborted()
    rolling.progress.tell(before, 'UPDATE_IN_PROGRESS')
    try {
      await bringBack(before, rolling)
      rolling.progress.tell(before, 'UPDATE_COMPLETE')
    } catch (error) {
      rolling.signal.throwIfAborted()
      rolling.progress.tell(before, 'UPDATE_FAILED', reasonOf(error))
      failed.push(before.logicalId)
    }
  }
  return failed
}

/** What the operation made besides what was there: to be ended, but for what its policy keeps even then. */
export function madeInVain(
  changed: readonly ChangedResource[],
): readonly (StackResource & { readonly stays: boolean })[] {
  return changed.flatMap(({ before, after }) =>
    after && after.physicalId !== before?.physicalId
      ? [{ ...after, stays: after.deletionPolicy === 'Retain' }]
      : [],
  )
}

async function bringBack(before: StackResource, { stackName, types, signal }: RollingBack): Promise<void> {
  const { logicalId, properties, generation } = before
  const type = types.get(before.type) as ResourceType
  const result = parseProperties(type.properties, properties, `Resources.${logicalId}.Properties`)
  const { physicalId } = await type.apply({
    logicalId,
    stackName,
    properties: 'properties' in result ? result.properties : throwFaults(result.faults),
    physicalName: createPhysicalName(stackName, logicalId, generation),
  })
  await type.settle?.(physicalId, signal)
}
