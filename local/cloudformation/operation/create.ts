import { DELETION, endResources, ROLLBACK } from './delete.ts'
import { failureReason, makeResources } from './make-resources.ts'
import { endedAs, type Operation } from './operation.ts'
import { madeInVain } from './roll-back.ts'

export type OnFailure = 'DELETE' | 'ROLLBACK' | 'DO_NOTHING'

/** Makes all that a new stack says. Where something cannot be made, what was made goes again, unless it is to stay. */
export async function runCreate(operation: Operation, onFailure: OnFailure): Promise<void> {
  const { progress, plan } = operation
  progress.is('CREATE_IN_PROGRESS', { statusReason: 'User Initiated' })
  const made = await makeResources({ ...operation, before: new Map(), mode: 'request' })
  if (!made.failure) return progress.is('CREATE_COMPLETE', endedAs(plan, made))

  const why = failureReason('create', made.failure)
  if (onFailure === 'DO_NOTHING') return progress.is('CREATE_FAILED', { statusReason: why })
  const rest = madeInVain(made.changed)
  if (onFailure === 'DELETE')
    return endResources(operation, rest, DELETION, `${why}Delete requested by user.`)
  return endResources(operation, rest, ROLLBACK, `${why}Rollback requested by user.`)
}
