import type { ResourceType } from '../../plugin.ts'
import type { StackResource } from '../stack.ts'
import { reasonOf } from './make-resources.ts'
import type { Progress } from './progress.ts'
import { parsedProperties } from './resource-input.ts'

interface Removing {
  readonly stackName: string
  readonly types: ReadonlyMap<string, ResourceType>
  readonly progress: Progress
  readonly signal: AbortSignal
  /** Called for each that is gone, or stays by its policy. */
  readonly onGone?: (resource: StackResource) => void
}

/**
 * Ends resources in the reverse of the order in which they were made, so that each goes before what it needs. Resolves
 * to those that could not be ended; the others are gone all the same.
 */
export async function removeResources(
  resources: readonly (StackResource & { readonly stays?: boolean })[],
  { stackName, types, progress, signal, onGone }: Removing,
): Promise<readonly StackResource[]> {
  const failed: StackResource[] = []
  for (const resource of [...resources].reverse()) {
    signal.throwIfAborted()
    if (resource.stays) {
      progress.tell(resource, 'DELETE_SKIPPED')
      onGone?.(resource)
      continue
    }
    progress.tell(resource, 'DELETE_IN_PROGRESS')
    try {
      await removeResource(resource, stackName, types)
      progress.tell(resource, 'DELETE_COMPLETE')
      onGone?.(resource)
    } catch (error) {
      signal.throwIfAborted()
      progress.tell(resource, 'DELETE_FAILED', reasonOf(error))
      failed.push(resource)
    }
  }
  return failed
}

async function removeResource(
  resource: StackResource,
  stackName: string,
  types: ReadonlyMap<string, ResourceType>,
): Promise<void> {
  const type = types.get(resource.type)
  if (!type) throw new Error(`The local runtime has no resource type ${resource.type}.`)
  const { logicalId, physicalId, attributes } = resource
  const properties = parsedProperties(logicalId, type, resource.properties)
  await type.remove({ logicalId, stackName, physicalId, attributes, properties })
}
