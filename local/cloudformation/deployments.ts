import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { ResourceType } from '../plugin.ts'
import { ApiError } from '../protocol/api-error.ts'
import { arn, type Site } from '../site.ts'
import { type OnFailure, runCreate } from './operation/create.ts'
import { runDelete } from './operation/delete.ts'
import { reasonOf } from './operation/make-resources.ts'
import type { Operation } from './operation/operation.ts'
import { createProgress } from './operation/progress.ts'
import { runUpdate } from './operation/update.ts'
import { type Plan, plan } from './plan.ts'
import type { Stack, StackStatus, StackTag } from './stack.ts'
import type { Stacks } from './stacks.ts'
import { parseTemplate } from './template.ts'
import { TemplateError } from './template-error.ts'

export interface DeploymentRequest {
  readonly stackName: string
  /** As JSON has it. */
  readonly template: unknown
  readonly parameters: Readonly<Record<string, string>>
  readonly tags: readonly StackTag[]
}

/** Deploys by request: each answers at once, goes on by itself, and tells its way in the stack's events. */
export interface Deployments {
  create(request: DeploymentRequest & { readonly onFailure: OnFailure }): Stack
  update(request: DeploymentRequest): Stack
  /** A stack that is not there is no error, as on AWS. */
  delete(nameOrId: string): void
  /** A stack of this request, which is not known yet. */
  fresh(request: DeploymentRequest, status: StackStatus): Stack
  /** Reads the template of a request; an `ApiError` with all that is wrong with it. */
  plan(request: DeploymentRequest, stack: Stack): Plan
  /** Lets an operation go on by itself; where it breaks off, the stack ends as `failed`. */
  run(
    stack: Stack,
    failed: StackStatus,
    operation: (operation: Omit<Operation, 'plan'>) => Promise<void>,
  ): Stack
  types(): ReadonlyMap<string, ResourceType>
  /** Breaks off what is under way. */
  close(): Promise<void>
}

const UPDATABLE: readonly StackStatus[] = [
  'CREATE_COMPLETE',
  'UPDATE_COMPLETE',
  'UPDATE_ROLLBACK_COMPLETE',
  'IMPORT_COMPLETE',
]

export function createDeployments(
  site: Site,
  stacks: Stacks,
  types: () => ReadonlyMap<string, ResourceType>,
): Deployments {
  const ending = new AbortController()
  const running = new Set<Promise<void>>()
  const now = () => site.clock.now()

  function planned({ template, parameters }: DeploymentRequest, { name, id }: Stack): Plan {
    const pseudo = { region: site.region, accountId: site.accountId, stackName: name, stackId: id }
    const exported = (output: string) =>
      stacks.exports().find(({ exportName }) => exportName === output)?.value
    try {
      return plan({ template: parseTemplate(template), parameters, pseudo, types: types(), exported })
    } catch (error) {
      if (error instanceof TemplateError) throw new ApiError('ValidationError', error.message)
      throw error
    }
  }

  function begin(
    stack: Stack,
    failed: StackStatus,
    run: (operation: Omit<Operation, 'plan'>) => Promise<void>,
  ): Stack {
    const progress = createProgress(stack, stacks, now)
    const operation = { stackName: stack.name, types: types(), progress, signal: ending.signal, now }
    const work = run(operation)
      .catch((error: unknown) => {
        if (!ending.signal.aborted) progress.is(failed, { statusReason: reasonOf(error) })
      })
      .finally(() => {
        running.delete(work)
        const { name, status, statusReason = '' } = progress.stack()
        site.logs.say('cloudformation', `stack ${name}: ${status} ${statusReason}`.trimEnd())
      })
    running.add(work)
    return progress.stack()
  }

  function fresh(request: DeploymentRequest, status: StackStatus): Stack {
    const { stackName: name, template, parameters, tags } = request
    return {
      name,
      id: arn(site, 'cloudformation', `stack/${name}/${randomUUID()}`),
      status,
      ...description(template),
      createdAt: new Date(now()),
      given: parameters,
      parameters: new Map(),
      tags,
      resources: [],
      outputs: {},
      outputDetails: [],
      template,
    }
  }

  return {
    fresh,
    types,
    plan: planned,
    run: begin,
    create(request) {
      const { stackName: name, onFailure } = request
      if (stacks.named(name)) throw new ApiError('AlreadyExistsException', `Stack [${name}] already exists`)
      const stack = fresh(request, 'CREATE_IN_PROGRESS')
      const made = planned(request, stack)
      return begin(stack, 'CREATE_FAILED', (operation) => runCreate({ ...operation, plan: made }, onFailure))
    },
    update(request) {
      const stack = stacks.find(request.stackName)
      if (!UPDATABLE.includes(stack.status)) {
        throw new ApiError(
          'ValidationError',
          `Stack:${stack.id} is in ${stack.status} state and can not be updated.`,
        )
      }
      const { template, parameters: given, tags } = request
      const described = { template, given, tags, ...description(template) }
      if (isDeepStrictEqual(described, descriptionOf(stack))) {
        throw new ApiError('ValidationError', 'No updates are to be performed.')
      }
      const made = planned(request, stack)
      return begin(stack, 'UPDATE_ROLLBACK_FAILED', (operation) =>
        runUpdate({ ...operation, plan: made }, described),
      )
    },
    delete(nameOrId) {
      const stack = stacks.all().find(({ name, id }) => name === nameOrId || id === nameOrId)
      if (!stack || stack.status === 'DELETE_IN_PROGRESS' || stack.status === 'DELETE_COMPLETE') return
      if (stack.status.endsWith('IN_PROGRESS') && stack.status !== 'REVIEW_IN_PROGRESS') {
        throw new ApiError(
          'ValidationError',
          `Stack [${stack.name}] cannot be deleted while in status ${stack.status}`,
        )
      }
      begin(stack, 'DELETE_FAILED', runDelete)
    },
    async close() {
      ending.abort(new Error('The local runtime is closing.'))
      await Promise.all(running)
    },
  }
}

/** What an update is compared with: where all of it is the same, there is nothing to do. */
function descriptionOf({ template, given, tags }: Stack) {
  return { template, given, tags, ...description(template) }
}

function description(template: unknown): Pick<Stack, 'description'> {
  const text = (template as { Description?: unknown } | null)?.Description
  return typeof text === 'string' ? { description: text } : {}
}
