import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { ApiError } from '../protocol/api-error.ts'
import { arn, type Site } from '../site.ts'
import type { DeploymentRequest, Deployments } from './deployments.ts'
import { type Found, findImports, runImport } from './operation/import.ts'
import { reasonOf } from './operation/make-resources.ts'
import type { Plan } from './plan.ts'
import type { Stack } from './stack.ts'
import type { Stacks } from './stacks.ts'

interface ImportRequest extends DeploymentRequest {
  readonly changeSetName: string
  /** The physical ids of what is imported, by logical id. */
  readonly physicalIds: ReadonlyMap<string, string>
}

interface ChangeSet {
  readonly id: string
  readonly name: string
  readonly stackId: string
  readonly stackName: string
  readonly request: ImportRequest
  readonly plan: Plan
  /** What an execution takes over, or why there can be none. */
  readonly found: readonly Found[] | { readonly reason: string }
}

/** Imports: a change set takes resources that exist into a stack, which it makes where there is none. */
export interface ChangeSets {
  create(request: ImportRequest): Promise<ChangeSet>
  /** By id, or by its name and that of its stack. */
  find(nameOrId: string, stackName?: string): ChangeSet
  execute(changeSet: ChangeSet): void
  delete(changeSet: ChangeSet): void
}

const STABLE = /^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT)_COMPLETE$|^REVIEW_IN_PROGRESS$/

export function createChangeSets(site: Site, stacks: Stacks, deployments: Deployments): ChangeSets {
  const sets = new Map<string, ChangeSet>()

  return {
    async create(request) {
      const { changeSetName: name, stackName } = request
      const stack = stacks.named(stackName) ?? deployments.fresh(request, 'REVIEW_IN_PROGRESS')
      if (!STABLE.test(stack.status)) {
        throw new ApiError(
          'ValidationError',
          `Stack:${stack.id} is in ${stack.status} state and can not be updated.`,
        )
      }
      if ([...sets.values()].some((set) => set.name === name && set.stackId === stack.id)) {
        throw new ApiError('AlreadyExistsException', `ChangeSet ${name} already exists`)
      }
      checkImportAlone(request, stack)
      const plan = deployments.plan(request, stack)
      const set: ChangeSet = {
        id: arn(site, 'cloudformation', `changeSet/${name}/${randomUUID()}`),
        name,
        stackId: stack.id,
        stackName,
        request,
        plan,
        found: await found(request, plan, stack),
      }
      stacks.put(stack)
      sets.set(set.id, set)
      return set
    },
    find(nameOrId, stackName) {
      const set = [...sets.values()].find(
        ({ id, name, ...of }) => id === nameOrId || (name === nameOrId && of.stackName === stackName),
      )
      if (!set) throw new ApiError('ChangeSetNotFound', `ChangeSet [${nameOrId}] does not exist`, 404)
      return set
    },
    execute({ id, stackId, request, plan, found }) {
      if ('reason' in found) {
        throw new ApiError(
          'InvalidChangeSetStatus',
          `ChangeSet [${id}] cannot be executed in its current status of [FAILED]`,
        )
      }
      sets.delete(id)
      const { template, parameters: given, tags } = request
      deployments.run(stacks.find(stackId), 'IMPORT_ROLLBACK_FAILED', (operation) =>
        runImport({ ...operation, plan }, found, { template, given, tags }),
      )
    },
    delete: ({ id }) => void sets.delete(id),
  }

  async function found(
    { physicalIds }: ImportRequest,
    plan: Plan,
    stack: Stack,
  ): Promise<ChangeSet['found']> {
    const owners = stacks
      .all()
      .flatMap(({ name, status, resources }) =>
        status === 'DELETE_COMPLETE'
          ? []
          : resources
              .filter(({ physicalId }) => [...physicalIds.values()].includes(physicalId))
              .map(({ physicalId }) => ({ name, physicalId })),
      )
    const [taken] = owners
    if (taken) return { reason: `${taken.physicalId} already exists in stack ${taken.name}` }
    try {
      return await findImports({ stack, plan, types: deployments.types(), physicalIds })
    } catch (error) {
      return { reason: reasonOf(error) }
    }
  }
}

interface Sections {
  readonly Resources?: Readonly<Record<string, { readonly DeletionPolicy?: unknown }>>
  readonly Outputs?: unknown
}

/** An import changes nothing else of a stack, and what it takes over has to say what becomes of it later. */
function checkImportAlone({ template, physicalIds }: ImportRequest, stack: Stack): void {
  const { Resources: wanted = {}, ...rest } = template as Sections
  const { Resources: had = {}, ...before } = (stack.resources.length > 0 ? stack.template : rest) as Sections
  const changed = Object.keys({ ...had, ...wanted }).filter(
    (id) => !physicalIds.has(id) && !isDeepStrictEqual(had[id], wanted[id]),
  )
  const names = [...changed, ...(isDeepStrictEqual(rest, before) ? [] : ['Outputs'])]
  if (names.length > 0) {
    throw new ApiError(
      'ValidationError',
      `As part of the import operation, you cannot modify or add [${names.join(', ')}]`,
    )
  }
  const without = [...physicalIds.keys()].filter((id) => wanted[id]?.DeletionPolicy === undefined)
  if (without.length > 0) {
    throw new ApiError(
      'ValidationError',
      `Resources to import must be in the template with a DeletionPolicy: [${without.join(', ')}]`,
    )
  }
}
