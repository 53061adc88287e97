import { z } from 'zod'
import { ApiError } from '../../protocol/api-error.ts'
import {
  type CapacityProvider,
  capacityStrategySchema,
  chooseCapacity,
  launchTypeSchema,
  nextProvider,
} from '../cluster/capacity.ts'
import type { Clusters } from '../cluster/clusters.ts'
import type { Definitions } from '../definition/definitions.ts'
import { parseFargateSize } from '../definition/fargate-size.ts'
import { noLocalMeaning, tags, whole } from '../definition/parts.ts'
import type { ClientTokens } from './client-tokens.ts'
import { describeTaskForApi, type TaskDescription } from './describe-task.ts'
import { checkOverrides, taskOverrideSchema } from './override.ts'
import type { Task } from './task.ts'
import type { Tasks } from './tasks.ts'

const COUNT_MAX = 10 // of RunTask, AmazonECS/latest/APIReference/API_RunTask.html

/** ECS's own words for a Fargate task that finds no room. */
export const NO_CAPACITY =
  'Capacity is unavailable at this time. Please try again later or in a different availability zone'

export const networkConfigurationSchema = z.strictObject({
  awsvpcConfiguration: z.strictObject({
    subnets: z.array(z.string()).min(1),
    securityGroups: z.array(z.string()).optional(),
    assignPublicIp: z.enum(['ENABLED', 'DISABLED']).optional(),
  }),
})

const runTaskSchema = z.strictObject({
  cluster: z.string().optional(),
  taskDefinition: z.string(),
  count: whole.default(1),
  overrides: taskOverrideSchema.default({}),
  launchType: launchTypeSchema.optional(),
  capacityProviderStrategy: capacityStrategySchema.optional(),
  networkConfiguration: networkConfigurationSchema.optional(),
  clientToken: z
    .string()
    .regex(/^[!-~]{1,64}$/, '1 to 64 ASCII characters, 33 to 126')
    .optional(),
  group: z.string().optional(),
  startedBy: z
    .string()
    .regex(/^[a-zA-Z0-9_/-]{0,128}$/, 'up to 128 letters, digits, hyphens, slashes and underscores')
    .optional(),
  enableExecuteCommand: z.boolean().default(false),
  tags: tags.optional(),
  propagateTags: z.enum(['TASK_DEFINITION', 'SERVICE', 'NONE']).optional(),
  enableECSManagedTags: noLocalMeaning.optional(),
  platformVersion: noLocalMeaning.optional(),
  placementConstraints: noLocalMeaning.optional(),
  placementStrategy: noLocalMeaning.optional(),
  referenceId: noLocalMeaning.optional(),
})

type RunTaskInput = z.output<typeof runTaskSchema>

export interface RunTaskOutput {
  readonly tasks: TaskDescription[]
  readonly failures: { readonly arn: string; readonly reason: string }[]
}

/** Starts up to ten tasks; what finds no room is in `failures`. Takes RunTask's input; throws an ApiError for a bad one. */
export function createRunTask(deps: {
  clusters: Clusters
  definitions: Definitions
  tasks: Tasks
  tokens: ClientTokens
}): (input: unknown) => RunTaskOutput {
  return (unchecked) => {
    const parsed = runTaskSchema.safeParse(unchecked)
    if (!parsed.success) refuse(z.prettifyError(parsed.error))
    const input = parsed.data
    const cluster = deps.clusters.find(input.cluster)
    const known = deps.tokens.recall(cluster.name, input.clientToken, input)
    if (known) return answer(known, [])

    const plan = planOf(input, deps)
    const started: Task[] = []
    const failures: RunTaskOutput['failures'] = []
    const providers: (CapacityProvider | undefined)[] = []
    for (let index = 0; index < input.count; index++) {
      const capacityProvider = nextProvider(plan.capacity, providers)
      const task = deps.tasks.start({ ...plan.task, capacityProvider })
      if (task) started.push(task)
      else failures.push({ arn: cluster.arn, reason: NO_CAPACITY })
      providers.push(capacityProvider)
    }
    // A request that started nothing has spent nothing: its token is still free for the retry.
    if (started.length > 0) deps.tokens.remember(cluster.name, input.clientToken, input, started)
    return answer(started, failures)
  }
}

function planOf(input: RunTaskInput, deps: { clusters: Clusters; definitions: Definitions }) {
  const cluster = deps.clusters.find(input.cluster)
  const definition = deps.definitions.find(input.taskDefinition)
  if (definition.status === 'INACTIVE') throw new ApiError('ClientException', 'TaskDefinition is inactive')
  if (input.count < 1 || input.count > COUNT_MAX) {
    refuse(`count must be between 1 and ${COUNT_MAX}: got ${input.count}.`)
  }
  const compatible = definition.requiresCompatibilities ?? ['EC2', 'FARGATE']
  if (!compatible.includes('FARGATE')) refuse('Task definition does not support launch_type FARGATE.')
  if (!input.networkConfiguration) {
    refuse("Network Configuration must be provided when networkMode 'awsvpc' is specified.")
  }
  if (input.group?.startsWith('service:')) refuse(`Invalid namespace for group: ${input.group}.`)
  checkOverrides(input.overrides, definition)
  const capacity = chooseCapacity(cluster, input)
  const copied = input.propagateTags === 'TASK_DEFINITION' ? (definition.tags ?? []) : []
  return {
    capacity,
    task: {
      cluster,
      definition,
      overrides: input.overrides,
      group: input.group ?? `family:${definition.family}`,
      startedBy: input.startedBy,
      size: parseFargateSize(
        input.overrides.cpu ?? definition.cpu,
        input.overrides.memory ?? definition.memory,
      ),
      enableExecuteCommand: input.enableExecuteCommand,
      tags: [...copied, ...(input.tags ?? [])],
    },
  }
}

function answer(tasks: readonly Task[], failures: RunTaskOutput['failures']): RunTaskOutput {
  return { tasks: tasks.map(describeTaskForApi), failures }
}

function refuse(message: string): never {
  throw new ApiError('InvalidParameterException', message)
}
