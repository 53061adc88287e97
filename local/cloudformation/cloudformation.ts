import { createHash } from 'node:crypto'
import type { Plugin, ResourceType } from '../plugin.ts'
import { createQueryApi } from '../protocol/aws-query.ts'
import { arn, type Site } from '../site.ts'
import { describeStackResource } from './actions/describe-stack-resource.ts'
import { describeStackResources } from './actions/describe-stack-resources.ts'
import { describeStacks } from './actions/describe-stacks.ts'
import { getTemplate } from './actions/get-template.ts'
import { listExports } from './actions/list-exports.ts'
import { listStackResources } from './actions/list-stack-resources.ts'
import { listStacks } from './actions/list-stacks.ts'
import { plan } from './plan.ts'
import { provision } from './provision.ts'
import type { Stack } from './stack.ts'
import { createStacks } from './stacks.ts'
import { parseTemplate } from './template.ts'
import { typesWithoutEffect } from './types-without-effect.ts'

interface DeployOptions {
  readonly stackName: string
  /** The template as JSON has it. */
  readonly template: unknown
  readonly parameters?: Readonly<Record<string, string>>
}

export interface Cloudformation extends Plugin {
  /**
   * Makes what a template says, or brings it up to date. Rejects with a `TemplateError` that holds every fault of the
   * template, before anything is made; and where a resource cannot be made, with its logical id and the reason.
   */
  deploy(options: DeployOptions): Promise<Stack>
}

/** CloudFormation of the local runtime. `plugins` gives all services whose resource types a template may use. */
export function createCloudformation(site: Site, plugins: () => readonly Plugin[]): Cloudformation {
  const stacks = createStacks()
  const resources = typesWithoutEffect(site)
  const actions = [
    describeStackResource,
    describeStackResources,
    describeStacks,
    getTemplate,
    listExports,
    listStackResources,
    listStacks,
  ]

  async function deploy({ stackName, template: given, parameters = {} }: DeployOptions): Promise<Stack> {
    const template = parseTemplate(given)
    const before = stacks.named(stackName)
    const stackId = before?.id ?? arn(site, 'cloudformation', `stack/${stackName}/${uuidOf(stackName)}`)
    const types = typesByName([...resources, ...plugins().flatMap((plugin) => plugin.resources)])
    const pseudo = { region: site.region, accountId: site.accountId, stackName, stackId }
    const exported = (name: string) => stacks.exports().find((output) => output.exportName === name)?.value
    const planned = plan({ template, parameters, pseudo, types, exported })
    const made = await provision({ plan: planned, stackName, types, now: site.clock.now })
    const now = new Date(site.clock.now())
    return stacks.put({
      name: stackName,
      id: stackId,
      status: before ? 'UPDATE_COMPLETE' : 'CREATE_COMPLETE',
      ...(template.Description === undefined ? {} : { description: template.Description }),
      createdAt: before?.createdAt ?? now,
      ...(before ? { updatedAt: now } : {}),
      parameters: planned.visible.parameters,
      resources: made.resources,
      outputs: Object.fromEntries(made.outputs.map(({ key, value }) => [key, value])),
      outputDetails: made.outputs,
      template: given,
    })
  }

  return {
    scopes: ['cloudformation'],
    resources,
    handle: createQueryApi(
      'CloudFormation',
      'http://cloudformation.amazonaws.com/doc/2010-05-15/',
      actions.map((action) => action(stacks)),
    ),
    deploy,
    close: async () => {},
  }
}

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
