import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Plugin, ResourceType } from '../plugin.ts'
import { createQueryApi } from '../protocol/aws-query.ts'
import { arn, type Site } from '../site.ts'
import { createChangeSet } from './actions/create-change-set.ts'
import { createStack } from './actions/create-stack.ts'
import { deleteChangeSet } from './actions/delete-change-set.ts'
import { deleteStack } from './actions/delete-stack.ts'
import { describeChangeSet } from './actions/describe-change-set.ts'
import { describeStackEvents } from './actions/describe-stack-events.ts'
import { describeStackResource } from './actions/describe-stack-resource.ts'
import { describeStackResources } from './actions/describe-stack-resources.ts'
import { describeStacks } from './actions/describe-stacks.ts'
import { executeChangeSet } from './actions/execute-change-set.ts'
import { getTemplate } from './actions/get-template.ts'
import { listExports } from './actions/list-exports.ts'
import { listStackResources } from './actions/list-stack-resources.ts'
import { listStacks } from './actions/list-stacks.ts'
import { updateStack } from './actions/update-stack.ts'
import { validateTemplate } from './actions/validate-template.ts'
import { createChangeSets } from './change-sets.ts'
import { createDeployments } from './deployments.ts'
import { type StartRequest, startStack } from './operation/start.ts'
import type { Stack } from './stack.ts'
import { createStacks } from './stacks.ts'
import { createTemplateSource, type ReadObject } from './template-source.ts'
import { typesWithoutEffect } from './types-without-effect.ts'

interface DeployOptions {
  readonly stackName: string
  /** The template as JSON has it. */
  readonly template: unknown
  readonly parameters?: Readonly<Record<string, string>>
}

export interface Cloudformation extends Plugin {
  /**
   * Makes what a template says, or brings it up to date, over whatever the data folder holds. Rejects with a
   * `TemplateError` that holds every fault of the template, before anything is made; and where a resource cannot be
   * made, with its logical id and the reason.
   */
  deploy(options: DeployOptions): Promise<Stack>
  /** Of a stack that there is, or was at the end of the last run. */
  outputsOf(stackName: string): Stack['outputs'] | undefined
  /** Makes again what stacks of an earlier run have, and resolves to these; the others wait to be deleted. */
  restore(): Promise<readonly Stack[]>
}

/** CloudFormation of the local runtime. `plugins` gives all services whose resource types a template may use. */
export function createCloudformation(
  site: Site,
  plugins: () => readonly Plugin[],
  { readObject }: { readonly readObject?: ReadObject } = {},
): Cloudformation {
  const stacks = createStacks(join(site.dataFolder, 'cloudformation'))
  const resources = typesWithoutEffect(site)
  const types = () => typesByName([...resources, ...plugins().flatMap((plugin) => plugin.resources)])
  const deployments = createDeployments(site, stacks, types)
  const changeSets = createChangeSets(site, stacks, deployments)
  const templates = createTemplateSource(stacks, readObject)

  async function start(request: StartRequest): Promise<Stack> {
    return startStack(request, { site, stacks, types: types() })
  }

  return {
    scopes: ['cloudformation'],
    resources,
    handle: createQueryApi('CloudFormation', 'http://cloudformation.amazonaws.com/doc/2010-05-15/', [
      createChangeSet(changeSets, templates),
      createStack(deployments, templates),
      deleteChangeSet(changeSets),
      describeChangeSet(changeSets),
      executeChangeSet(changeSets),
      deleteStack(deployments),
      describeStackEvents(stacks),
      describeStackResource(stacks),
      describeStackResources(stacks),
      describeStacks(stacks),
      getTemplate(stacks),
      listExports(stacks),
      listStackResources(stacks),
      listStacks(stacks),
      updateStack(deployments, templates),
      validateTemplate(templates),
    ]),
    deploy: ({ stackName: name, template, parameters: given = {} }) =>
      start({
        name,
        template,
        given,
        fresh: { id: arn(site, 'cloudformation', `stack/${name}/${uuidOf(name)}`), tags: [] },
      }),
    outputsOf: (stackName) => stacks.named(stackName)?.outputs,
    async restore() {
      const restored: Stack[] = []
      for (const { name, template, given, status } of stacks.all()) {
        if (RESTORABLE.test(status)) restored.push(await start({ name, template, given }))
      }
      return restored
    },
    close: deployments.close,
  }
}

/** Of a stack whose template says what there is. */
const RESTORABLE = /^(CREATE_COMPLETE|UPDATE_|IMPORT_COMPLETE)/

function typesByName(types: readonly ResourceType[]): ReadonlyMap<string, ResourceType> {
  const byName = new Map<string, ResourceType>()
  for (const type of types) {
    const other = byName.get(type.type)
    if (other && other !== type) throw new Error(`Two services of the local runtime make ${type.type}.`)
    byName.set(type.type, type)
  }
  return byName
}

/** A stack keeps its id from one start to the next. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  )
}
