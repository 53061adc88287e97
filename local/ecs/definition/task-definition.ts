import { z } from 'zod'
import { containerDefinitionSchema } from './container-definition.ts'
import { noLocalMeaning, tags, text, whole } from './parts.ts'

const CONTAINERS_MAX = 10 // of a task definition; service quotas of ECS

/** What RegisterTaskDefinition and AWS::ECS::TaskDefinition take. A key that it does not know is refused by name. */
export const taskDefinitionSchema = z.strictObject({
  family: z.string().regex(/^[a-zA-Z0-9_-]{1,255}$/),
  cpu: text,
  memory: text,
  containerDefinitions: z
    .array(containerDefinitionSchema)
    .min(1)
    .max(CONTAINERS_MAX)
    .refine((list) => list.some(({ essential }) => essential), 'at least one container must be essential')
    .refine(
      (list) => new Set(list.map(({ name }) => name)).size === list.length,
      'container names must be unique',
    ),
  networkMode: z.literal('awsvpc').default('awsvpc'),
  requiresCompatibilities: z.array(z.enum(['FARGATE', 'EC2', 'EXTERNAL', 'MANAGED_INSTANCES'])).optional(),
  ephemeralStorage: z.strictObject({ sizeInGiB: whole.min(21).max(200) }).optional(),
  executionRoleArn: z.string().optional(),
  taskRoleArn: z.string().optional(),
  tags: tags.optional(),
  runtimePlatform: noLocalMeaning.optional(),
  volumes: noLocalMeaning.optional(),
  placementConstraints: noLocalMeaning.optional(),
  pidMode: noLocalMeaning.optional(),
  ipcMode: noLocalMeaning.optional(),
  enableFaultInjection: noLocalMeaning.optional(),
})

export type TaskDefinitionInput = z.output<typeof taskDefinitionSchema>

export interface TaskDefinition extends TaskDefinitionInput {
  readonly taskDefinitionArn: string
  readonly revision: number
  status: 'ACTIVE' | 'INACTIVE'
  /** Milliseconds since 1970. */
  readonly registeredAt: number
  deregisteredAt?: number
}

/** The API's shape: times in seconds, tags beside it. */
export function describeTaskDefinition({ tags: _tags, ...definition }: TaskDefinition) {
  return {
    ...definition,
    compatibilities: ['EC2', 'FARGATE'],
    registeredAt: definition.registeredAt / 1000,
    ...(definition.deregisteredAt ? { deregisteredAt: definition.deregisteredAt / 1000 } : {}),
  }
}
