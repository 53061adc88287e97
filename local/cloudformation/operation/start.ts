import { isDeepStrictEqual } from 'node:util'
import type { ResourceType } from '../../plugin.ts'
import type { Site } from '../../site.ts'
import { leftovers } from '../change/leftovers.ts'
import { plan } from '../plan.ts'
import type { Stack } from '../stack.ts'
import type { Stacks } from '../stacks.ts'
import { parseTemplate } from '../template.ts'
import { makeResources, reasonOf } from './make-resources.ts'
import { endedAs } from './operation.ts'
import { createProgress } from './progress.ts'
import { removeResources } from './remove-resources.ts'

export interface StartRequest {
  readonly name: string
  readonly template: unknown
  readonly given: Readonly<Record<string, string>>
  /** Of a stack that is not known yet. */
  readonly fresh?: Pick<Stack, 'id' | 'tags'>
}

/**
 * Makes what a stack's template says at a start of the runtime: what only lives in memory is made again, what the data
 * folder holds is taken over, and what left the template since the last start goes.
 */
export async function startStack(
  { name, template, given, fresh }: StartRequest,
  { site, stacks, types }: { site: Site; stacks: Stacks; types: ReadonlyMap<string, ResourceType> },
): Promise<Stack> {
  const now = () => site.clock.now()
  const before = stacks.named(name) ?? newStack(name, given, new Date(now()), fresh)
  const parsed = parseTemplate(template)
  const { region, accountId } = site
  const planned = plan({
    template: parsed,
    parameters: given,
    pseudo: { region, accountId, stackName: name, stackId: before.id },
    types,
    exported: (output) => stacks.exports().find(({ exportName }) => exportName === output)?.value,
  })
  // Nobody follows a start by its events, and the file is written once, at the end.
  const quiet = { ...stacks, put: (stack: Stack) => stack, addEvent: () => {} }
  const progress = createProgress(before, quiet, now)
  const signal = new AbortController().signal
  const making = { plan: planned, stackName: name, types, progress, signal, now }
  const made = await makeResources({
    ...making,
    before: new Map(before.resources.map((resource) => [resource.logicalId, resource])),
    mode: 'start',
  })
  if (made.failure) throw failed(made.failure, types, planned)
  const unchanged = isDeepStrictEqual([template, given], [before.template, before.given])
  const kept = (id: string) => parsed.Resources[id]?.UpdateReplacePolicy !== 'Delete'
  const rest = leftovers(before.resources, made.resources, made.changed, kept)
  for (const { logicalId } of await removeResources(rest, making)) {
    site.logs.say('cloudformation', `${logicalId} left the template, and could not be removed.`)
  }
  return stacks.put({
    ...progress.stack(),
    status: before.template === undefined ? 'CREATE_COMPLETE' : unchanged ? before.status : 'UPDATE_COMPLETE',
    ...(parsed.Description === undefined ? {} : { description: parsed.Description }),
    ...(before.template === undefined || unchanged ? {} : { updatedAt: new Date(now()) }),
    given,
    template,
    ...endedAs(planned, made),
  })
}

function newStack(name: string, given: Stack['given'], createdAt: Date, fresh: StartRequest['fresh']): Stack {
  if (!fresh) throw new Error(`There is no stack ${name}.`)
  return {
    ...fresh,
    name,
    status: 'CREATE_IN_PROGRESS',
    createdAt,
    given,
    parameters: new Map(),
    resources: [],
    outputs: {},
    outputDetails: [],
    template: undefined,
  }
}

function failed(
  { logicalId, error }: { readonly logicalId?: string; readonly error: unknown },
  types: ReadonlyMap<string, ResourceType>,
  { resources }: ReturnType<typeof plan>,
): unknown {
  const declared = resources.find((each) => each.logicalId === logicalId)?.declared
  if (!declared || (error as Error).name === 'TemplateError') return error
  const type = types.get(declared.Type)?.type
  return new Error(`${logicalId} (${type}) could not be made: ${reasonOf(error)}`, { cause: error })
}
