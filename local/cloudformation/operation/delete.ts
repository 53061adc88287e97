import { isRetained } from '../change/leftovers.ts'
import type { StackResource, StackStatus } from '../stack.ts'
import { failedTo } from './make-resources.ts'
import type { Operation } from './operation.ts'
import { removeResources } from './remove-resources.ts'

type Ending = Omit<Operation, 'plan'>

interface Words {
  readonly begun: StackStatus
  readonly done: StackStatus
  readonly failed: StackStatus
}

export const DELETION: Words = {
  begun: 'DELETE_IN_PROGRESS',
  done: 'DELETE_COMPLETE',
  failed: 'DELETE_FAILED',
}

export const ROLLBACK: Words = {
  begun: 'ROLLBACK_IN_PROGRESS',
  done: 'ROLLBACK_COMPLETE',
  failed: 'ROLLBACK_FAILED',
}

/** Ends all that a stack has, but for what its policies keep. */
export async function runDelete(ending: Ending): Promise<void> {
  const resources = ending.progress.stack().resources.map((each) => ({ ...each, stays: isRetained(each) }))
  await endResources(ending, resources, DELETION, 'User Initiated')
}

export async function endResources(
  ending: Ending,
  resources: readonly (StackResource & { readonly stays: boolean })[],
  words: Words,
  statusReason: string,
): Promise<void> {
  const { progress, now } = ending
  progress.is(words.begun, { statusReason })
  const failed = await removeResources(resources, {
    ...ending,
    onGone: ({ logicalId }) =>
      progress.has(progress.stack().resources.filter((each) => each.logicalId !== logicalId)),
  })
  if (failed.length === 0) return progress.is(words.done, { deletedAt: new Date(now()) })
  const left = failed.map(({ logicalId }) => logicalId)
  progress.is(words.failed, { statusReason: failedTo('delete', left) })
}
