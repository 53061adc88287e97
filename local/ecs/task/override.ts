import { z } from 'zod'
import { ApiError } from '../../protocol/api-error.ts'
import type { ContainerDefinition } from '../definition/container-definition.ts'
import { pairs, text, whole } from '../definition/parts.ts'
import type { TaskDefinition } from '../definition/task-definition.ts'

const OVERRIDES_CHARACTERS_MAX = 8192 // AmazonECS/latest/APIReference/API_TaskOverride.html, JSON included

const containerOverrideSchema = z.strictObject({
  name: z.string().optional(),
  command: z.array(z.string()).optional(),
  environment: pairs.optional(),
  cpu: whole.optional(),
  memory: whole.optional(),
  memoryReservation: whole.optional(),
})

export const taskOverrideSchema = z.strictObject({
  containerOverrides: z.array(containerOverrideSchema).optional(),
  cpu: text.optional(),
  memory: text.optional(),
  ephemeralStorage: z.strictObject({ sizeInGiB: whole.min(20).max(200) }).optional(),
  executionRoleArn: z.string().optional(),
  taskRoleArn: z.string().optional(),
})

export type TaskOverride = z.output<typeof taskOverrideSchema>

/** Throws an InvalidParameterException for overrides that are too long or name no container. */
export function checkOverrides(overrides: TaskOverride, definition: TaskDefinition): void {
  const characters = JSON.stringify(overrides).length
  if (characters > OVERRIDES_CHARACTERS_MAX) {
    throw new ApiError(
      'InvalidParameterException',
      `Container Overrides length must be at most ${OVERRIDES_CHARACTERS_MAX}: got ${characters}.`,
    )
  }
  const names = definition.containerDefinitions.map(({ name }) => name)
  for (const { name } of overrides.containerOverrides ?? []) {
    if (name !== undefined && names.includes(name)) continue
    throw new ApiError(
      'InvalidParameterException',
      `Override for container named ${name ?? '(none)'} is not a container in the TaskDefinition.`,
    )
  }
}

/** The container as this task runs it: the override's command replaces, its variables are laid over. */
export function overriddenContainer(
  container: ContainerDefinition,
  overrides: TaskOverride,
): ContainerDefinition {
  const given = overrides.containerOverrides?.find(({ name }) => name === container.name)
  if (!given) return container
  const environment = new Map((container.environment ?? []).map(({ name, value }) => [name, value]))
  for (const { name, value } of given.environment ?? []) environment.set(name, value)
  return {
    ...container,
    command: given.command ?? container.command,
    environment: [...environment].map(([name, value]) => ({ name, value })),
    cpu: given.cpu ?? container.cpu,
    memory: given.memory ?? container.memory,
  }
}
