import { createHash } from 'node:crypto'
import { ApiError } from '../../protocol/api-error.ts'
import { arn, type Site } from '../../site.ts'
import { parseFargateSize } from './fargate-size.ts'
import { createRevisions } from './revisions.ts'
import type { TaskDefinition, TaskDefinitionInput } from './task-definition.ts'

export interface Definitions {
  /** A new revision, always. */
  register(input: TaskDefinitionInput): TaskDefinition
  /** A new revision where the template's definition changed, else the one it had. */
  registerFromTemplate(input: TaskDefinitionInput): TaskDefinition
  /** By family (its newest active revision), family:revision or ARN; a ClientException where there is none. */
  find(id: string): TaskDefinition
  deregister(id: string): TaskDefinition
  /** Whether there is this revision, by `family:revision` or ARN. */
  has(id: string): boolean
  /** In the order of registration. */
  all(): readonly TaskDefinition[]
}

export function createDefinitions(site: Site, folder: string): Definitions {
  const revisions = createRevisions(folder)
  const definitions = new Map<string, TaskDefinition>()

  function add(input: TaskDefinitionInput, revision: number): TaskDefinition {
    const taskDefinitionArn = arn(site, 'ecs', `task-definition/${input.family}:${revision}`)
    const definition: TaskDefinition = {
      ...input,
      taskDefinitionArn,
      revision,
      status: 'ACTIVE',
      registeredAt: site.clock.now(),
    }
    definitions.set(`${input.family}:${revision}`, definition)
    return definition
  }

  function find(id: string): TaskDefinition {
    const name = nameIn(id)
    const found = name.includes(':') ? definitions.get(name) : newestActive(definitions.values(), name)
    if (!found) throw new ApiError('ClientException', `TaskDefinition not found: ${id}.`)
    return found
  }

  return {
    find,
    register: (input) => {
      checkSizes(input)
      return add(input, revisions.next(input.family))
    },
    registerFromTemplate(input) {
      checkSizes(input)
      const hash = createHash('sha256').update(JSON.stringify(input)).digest('hex')
      const isSpent = (spent: number) => definitions.get(`${input.family}:${spent}`)?.status === 'INACTIVE'
      const revision = revisions.ofContent(input.family, hash, isSpent)
      return definitions.get(`${input.family}:${revision}`) ?? add(input, revision)
    },
    has: (id) => definitions.has(nameIn(id)),
    deregister(id) {
      const definition = find(id)
      definition.status = 'INACTIVE'
      definition.deregisteredAt = site.clock.now()
      return definition
    },
    all: () => [...definitions.values()],
  }
}

function nameIn(id: string): string {
  return id.replace(/^arn:[^/]*:task-definition\//, '')
}

function newestActive(definitions: Iterable<TaskDefinition>, family: string): TaskDefinition | undefined {
  return [...definitions]
    .filter((definition) => definition.family === family && definition.status === 'ACTIVE')
    .sort((a, b) => b.revision - a.revision)[0]
}

function checkSizes({ cpu, memory, containerDefinitions }: TaskDefinitionInput): void {
  const size = parseFargateSize(cpu, memory)
  for (const container of containerDefinitions) {
    if ((container.memory ?? 0) <= size.memory && (container.cpu ?? 0) <= size.cpu) continue
    throw new ApiError(
      'ClientException',
      `Invalid setting for container '${container.name}'. Its cpu (${container.cpu ?? 'none'}) and memory (${container.memory ?? 'none'}) must be at most the task's: ${cpu} and ${memory}.`,
    )
  }
}
