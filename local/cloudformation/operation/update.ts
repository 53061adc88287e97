import { leftovers } from '../change/leftovers.ts'
import type { Stack } from '../stack.ts'
import { failedTo, failureReason, type Made, makeResources } from './make-resources.ts'
import { endedAs, type Operation } from './operation.ts'
import { removeResources } from './remove-resources.ts'
import { madeInVain, rollBack } from './roll-back.ts'

type Described = Pick<Stack, 'template' | 'given' | 'tags' | 'description'>

/**
 * Brings a stack to a new template: what is new is made, what changed is changed in place or replaced, and in the end
 * what is no longer wanted goes. Where something fails, everything goes back to what it was.
 */
export async function runUpdate(operation: Operation, described: Described): Promise<void> {
  const { progress, plan, now } = operation
  const before = progress.stack()
  progress.is('UPDATE_IN_PROGRESS', { updatedAt: new Date(now()), statusReason: 'User Initiated' })
  const made = await makeResources({
    ...operation,
    before: new Map(before.resources.map((resource) => [resource.logicalId, resource])),
    mode: 'request',
  })
  if (made.failure) return undo(operation, before, made, failureReason('update', made.failure))

  progress.is('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', { ...endedAs(plan, made), ...described })
  const rest = leftovers(before.resources, made.resources, made.changed, keepsReplaced(operation))
  // What cannot be ended is told, and belongs to the stack no more: as on AWS.
  await removeResources(rest, operation)
  progress.is('UPDATE_COMPLETE')
}

async function undo(
  operation: Operation,
  before: Stack,
  { changed }: Made,
  statusReason: string,
): Promise<void> {
  const { progress } = operation
  progress.is('UPDATE_ROLLBACK_IN_PROGRESS', { statusReason })
  const failed = await rollBack(changed, operation)
  progress.has(before.resources)
  if (failed.length > 0) {
    return progress.is('UPDATE_ROLLBACK_FAILED', { statusReason: failedTo('update', failed) })
  }
  progress.is('UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS')
  await removeResources(madeInVain(changed), operation)
  progress.is('UPDATE_ROLLBACK_COMPLETE')
}

function keepsReplaced({ plan }: Operation): (logicalId: string) => boolean {
  const kept = plan.resources
    .filter(({ declared }) => declared.UpdateReplacePolicy !== 'Delete')
    .map(({ logicalId }) => logicalId)
  return (logicalId) => kept.includes(logicalId)
}
