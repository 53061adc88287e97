import type { ResourceType } from '../../plugin.ts'
import { isSame } from '../change/is-same.ts'
import type { StackResource } from '../stack.ts'
import { type ChangedResource, reasonOf } from './make-resources.ts'
import type { Progress } from './progress.ts'
import { resourceRequest } from './resource-input.ts'

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
    after && !(before && isSame(before, after))
      ? [{ ...after, stays: after.deletionPolicy === 'Retain' }]
      : [],
  )
}

async function bringBack(before: StackResource, { stackName, types, signal }: RollingBack): Promise<void> {
  const type = types.get(before.type) as ResourceType
  const { physicalId } = await type.apply(resourceRequest(stackName, type, before))
  await type.settle?.(physicalId, signal)
}
