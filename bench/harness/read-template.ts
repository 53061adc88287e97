import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const TEMPLATE = 'cloudformation-template-update-stack.json'

export interface PackagedFunction {
  readonly name: string
  /** File of the bundle in the package. */
  readonly bundle: string
  /** A value is undefined where only a deploy knows it. */
  readonly variables: Readonly<Record<string, string | undefined>>
}

export interface PackagedTask {
  /** Of the container, `node` left out. */
  readonly arguments: readonly string[]
  /** What the template says to Node and to the memory allocator; all else the benchmark sets. */
  readonly env: Readonly<Record<string, string>>
}

export function packagedFunctions(packaged: string): readonly PackagedFunction[] {
  return ofType<{ Handler: string; Environment?: { Variables: Record<string, unknown> } }>(
    packaged,
    'AWS::Lambda::Function',
  ).map(({ Handler, Environment }) => ({
    name: Handler.split('/')[1] ?? Handler,
    bundle: Handler.replace(/\.[^./]+$/, '.cjs'),
    variables: Object.fromEntries(
      Object.entries(Environment?.Variables ?? {}).map(([variable, value]) => [
        variable,
        typeof value === 'string' ? value : undefined,
      ]),
    ),
  }))
}

/** How the template runs a worker. */
export function packagedTask(packaged: string, act: string): PackagedTask {
  const definitions = ofType<{ ContainerDefinitions: Container[] }>(packaged, 'AWS::ECS::TaskDefinition')
  const container = definitions
    .flatMap(({ ContainerDefinitions }) => ContainerDefinitions)
    .find(({ Name }) => Name === act)
  const [node, ...args] = container?.Command ?? []
  if (node !== 'node')
    throw new Error(`The template runs no container ${act} with node: look at infra/${act}.yml`)
  const settings = (container?.Environment ?? []).filter(({ Name }) =>
    /^(NODE_OPTIONS|MALLOC_\w+)$/.test(Name),
  )
  return {
    arguments: args,
    env: Object.fromEntries(settings.map(({ Name, Value }) => [Name, String(Value)])),
  }
}

interface Container {
  readonly Name: string
  readonly Command?: readonly string[]
  readonly Environment?: readonly { readonly Name: string; readonly Value: unknown }[]
}

function ofType<T>(packaged: string, type: string): readonly T[] {
  const template = JSON.parse(readFileSync(join(packaged, TEMPLATE), 'utf8')) as {
    Resources: Record<string, { Type: string; Properties?: unknown }>
  }
  return Object.values(template.Resources)
    .filter(({ Type }) => Type === type)
    .map(({ Properties }) => Properties as T)
}
