import type { ResourceType } from '../../plugin.ts'
import { type Change, decideChange } from '../change/decide-change.ts'
import type { Context } from '../intrinsics/context.ts'
import { resolveOutput } from '../outputs.ts'
import type { Plan } from '../plan.ts'
import type { StackOutput, StackResource } from '../stack.ts'
import { throwFaults } from '../template-error.ts'
import { freeGeneration } from './free-generation.ts'
import type { Progress } from './progress.ts'
import { resolvedProperties, resourceRequest } from './resource-input.ts'

export interface Making {
  readonly plan: Plan
  readonly stackName: string
  readonly types: ReadonlyMap<string, ResourceType>
  /** What the stack has, by logical id. */
  readonly before: ReadonlyMap<string, StackResource>
  /**
   * At a start everything is made or made again, over what the data folder holds. By request only what changed is,
   * nothing over what others made, and each has to work before the next one begins.
   */
  readonly mode: 'start' | 'request'
  readonly progress: Progress
  readonly signal: AbortSignal
  now(): number
}

export interface ChangedResource {
  readonly change: 'create' | 'update' | 'replace'
  readonly before?: StackResource
  /** Absent where it could not be made. */
  readonly after?: StackResource
}

export interface Made {
  readonly resources: ReadonlyMap<string, StackResource>
  readonly changed: readonly ChangedResource[]
  readonly outputs: readonly StackOutput[]
  /** Where it ended: everything before stays as it was made. */
  readonly failure?: Failure
}

interface Failure {
  /** Absent where all were made, and an output cannot be had. */
  readonly logicalId?: string
  readonly error: unknown
}

/** Makes the resources of a plan one after another, up to the first that cannot be made, then works out the outputs. */
export async function makeResources(making: Making): Promise<Made> {
  const resources = new Map<string, StackResource>()
  const changed: ChangedResource[] = []
  const context = making.plan.visible.context((id) => resources.get(id))
  for (const planned of making.plan.resources) {
    making.signal.throwIfAborted()
    const result = await makeResource(making, planned, context)
    if (result.resource) resources.set(planned.logicalId, result.resource)
    if (result.changed) changed.push(result.changed)
    if ('error' in result) {
      making.signal.throwIfAborted()
      return {
        resources,
        changed,
        outputs: [],
        failure: { logicalId: planned.logicalId, error: result.error },
      }
    }
    if (result.changed) making.progress.has([...unseen(making, resources), ...resources.values()])
  }
  try {
    const outputs = making.plan.outputs.map(({ key, declared }) => resolveOutput(key, declared, context))
    throwFaults(context.faults)
    return { resources, changed, outputs }
  } catch (error) {
    return { resources, changed, outputs: [], failure: { error } }
  }
}

/** Of a stack's status; what exactly was wrong with a resource is told with the resource. */
export function failureReason(act: 'create' | 'update', { logicalId, error }: Failure): string {
  return logicalId === undefined ? `${reasonOf(error)} ` : failedTo(act, [logicalId])
}

interface Result {
  readonly resource?: StackResource
  readonly changed?: ChangedResource
  readonly error?: unknown
}

async function makeResource(
  making: Making,
  { logicalId, declared }: Plan['resources'][number],
  context: Context,
): Promise<Result> {
  const { progress, mode, stackName } = making
  const before = making.before.get(logicalId)
  const type = making.types.get(declared.Type) as ResourceType
  const named = { logicalId, type: type.type, ...(before ? { physicalId: before.physicalId } : {}) }
  const verb = before ? 'UPDATE' : 'CREATE'
  let change: ChangedResource['change'] = 'create'
  let after: StackResource | undefined
  try {
    const properties = resolvedProperties(logicalId, declared, context)
    const { DeletionPolicy: deletionPolicy } = declared
    const decided = decide(before, { type: type.type, properties }, mode)
    if (decided === 'keep' && before && mode === 'request') return { resource: { ...before, deletionPolicy } }
    change = decided === 'keep' ? 'update' : decided
    progress.tell(named, `${verb}_IN_PROGRESS`, change === 'replace' ? REPLACING : undefined)
    const generation = await generationFor(making, { logicalId, properties }, type, change)
    const state = await type.apply(resourceRequest(stackName, type, { logicalId, properties, generation }))
    after = {
      logicalId,
      type: type.type,
      physicalId: state.physicalId,
      attributes: state.attributes,
      madeAt: new Date(making.now()),
      status: `${verb}_COMPLETE`,
      properties,
      deletionPolicy,
      generation,
    }
    if (mode === 'request') await type.settle?.(state.physicalId, making.signal)
    progress.tell(after, `${verb}_COMPLETE`)
    return { resource: after, changed: { change, after, ...(before ? { before } : {}) } }
  } catch (error) {
    progress.tell({ ...named, ...after }, `${verb}_FAILED`, reasonOf(error))
    const changed = { change, ...(before ? { before } : {}), ...(after ? { after } : {}) }
    return { error, changed, ...(before ? { resource: before } : {}) }
  }
}

/** A resource without a name in the template is named by its generation: a new one gets a name that nothing has. */
async function generationFor(
  { before: known, stackName, mode }: Making,
  resource: Pick<StackResource, 'logicalId' | 'properties'>,
  type: ResourceType,
  change: ChangedResource['change'],
): Promise<number> {
  const before = known.get(resource.logicalId)?.generation ?? 0
  if (change === 'update') return before
  const wanted = change === 'replace' ? before + 1 : before
  if (mode === 'start') return wanted
  const requestOf = (generation: number) => resourceRequest(stackName, type, { ...resource, generation })
  return freeGeneration(type, requestOf, wanted)
}

const REPLACING = 'Requested update requires the creation of a new physical resource; hence creating one.'

function decide(
  before: StackResource | undefined,
  after: { readonly type: string; readonly properties: unknown },
  mode: Making['mode'],
): Exclude<Change['kind'], 'refuse'> {
  const decided = decideChange(before, after)
  if (decided.kind !== 'refuse') return decided.kind
  // The type itself refuses what it cannot bring to the new properties.
  if (mode === 'start') return 'update'
  throw new Error(decided.why)
}

/** `The following resource(s) failed to delete: [A, B]. ` */
export function failedTo(act: 'create' | 'update' | 'delete', logicalIds: readonly string[]): string {
  return `The following resource(s) failed to ${act}: [${logicalIds.join(', ')}]. `
}

/** Those of the stack that the walk has not come to yet. */
function unseen({ before }: Making, resources: ReadonlyMap<string, StackResource>): StackResource[] {
  return [...before.values()].filter(({ logicalId }) => !resources.has(logicalId))
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
