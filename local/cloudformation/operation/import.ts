import type { ResourceRequest, ResourceType } from '../../plugin.ts'
import type { Plan } from '../plan.ts'
import type { Stack, StackResource } from '../stack.ts'
import { endedAs, type Operation } from './operation.ts'
import { resolvedProperties, resourceRequest } from './resource-input.ts'

// How often a resource may have been left behind by stacks of one name.
const GENERATIONS_MAX = 100

export interface Importing {
  readonly stack: Pick<Stack, 'name' | 'resources'>
  readonly plan: Plan
  readonly types: ReadonlyMap<string, ResourceType>
  /** The physical ids of what is imported, by logical id. */
  readonly physicalIds: ReadonlyMap<string, string>
}

/** A resource that is there, and what its type has to be told to take it for that of the template. */
export interface Found {
  readonly request: ResourceRequest<unknown>
  readonly resource: Omit<StackResource, 'attributes' | 'madeAt' | 'status'>
}

/** Looks for what is to be imported, and changes nothing. Rejects where something is not there. */
export async function findImports({ stack, plan, types, physicalIds }: Importing): Promise<readonly Found[]> {
  const known = new Map(stack.resources.map((resource) => [resource.logicalId, resource]))
  const context = plan.visible.context((id) => known.get(id))
  const found: Found[] = []
  for (const { logicalId, declared } of plan.resources) {
    const physicalId = physicalIds.get(logicalId)
    if (physicalId === undefined) continue
    const properties = resolvedProperties(logicalId, declared, context)
    const type = types.get(declared.Type) as ResourceType
    const requestOf = (generation: number) =>
      resourceRequest(stack.name, type, { logicalId, properties, generation })
    const generation = await generationOf(type, physicalId, requestOf)
    found.push({
      request: requestOf(generation),
      resource: {
        logicalId,
        type: type.type,
        physicalId,
        properties,
        deletionPolicy: declared.DeletionPolicy,
        generation,
      },
    })
  }
  return found
}

/** Takes what was found into the stack: each type brings it to the template, over the data that it holds. */
export async function runImport(
  operation: Operation,
  found: readonly Found[],
  described: Pick<Stack, 'template' | 'given' | 'tags'>,
): Promise<void> {
  const { progress, plan, types, now } = operation
  progress.is('IMPORT_IN_PROGRESS', { statusReason: 'User Initiated' })
  const { resources } = progress.stack()
  const made: StackResource[] = []
  for (const { request, resource } of found) {
    progress.tell(resource, 'IMPORT_IN_PROGRESS')
    const type = types.get(resource.type) as ResourceType
    const { attributes } = await type.apply(request)
    made.push({ ...resource, attributes, madeAt: new Date(now()), status: 'IMPORT_COMPLETE' })
    progress.tell(resource, 'IMPORT_COMPLETE')
  }
  const all = new Map([...resources, ...made].map((resource) => [resource.logicalId, resource]))
  const { outputDetails: outputs } = progress.stack()
  progress.is('IMPORT_COMPLETE', { ...described, ...endedAs(plan, { resources: all, outputs }) })
}

/** The local runtime names what the template leaves unnamed, so it knows only names of its own making. */
async function generationOf(
  type: ResourceType,
  physicalId: string,
  requestOf: (generation: number) => ResourceRequest<unknown>,
): Promise<number> {
  for (let generation = 0; generation < GENERATIONS_MAX; generation++) {
    if ((await type.takenName?.(requestOf(generation))) === physicalId) return generation
  }
  throw new Error(
    `There is no ${type.type} ${physicalId} that the local runtime made for this logical id, or its type cannot be imported here.`,
  )
}
