import { z } from 'zod'
import { capacityStrategySchema, launchTypeSchema } from '../cluster/capacity.ts'
import { flag, noLocalMeaning, tags, whole } from '../definition/parts.ts'
import { networkConfigurationSchema } from '../task/run-task.ts'

const thresholdSchema = z.strictObject({
  type: z.enum(['BOUNDED_PERCENT', 'UNBOUNDED_PERCENT', 'COUNT']),
  value: whole.min(1),
})

const circuitBreakerSchema = z.strictObject({
  enable: flag,
  rollback: flag,
  resetOnHealthyTask: flag.optional(),
  thresholdConfiguration: thresholdSchema.optional(),
})

const deploymentConfigurationSchema = z.strictObject({
  minimumHealthyPercent: whole.min(0).max(100).default(100),
  maximumPercent: whole.min(100).max(200).default(200),
  deploymentCircuitBreaker: circuitBreakerSchema.optional(),
  strategy: z.literal('ROLLING').optional(),
  bakeTimeInMinutes: noLocalMeaning.optional(),
  alarms: z.undefined({ error: 'deployment alarms are not supported on this machine' }).optional(),
})

const settings = {
  networkConfiguration: networkConfigurationSchema,
  deploymentConfiguration: deploymentConfigurationSchema.prefault({}),
  propagateTags: z.enum(['TASK_DEFINITION', 'SERVICE', 'NONE']).optional(),
  enableExecuteCommand: flag.default(false),
  tags: tags.optional(),
  launchType: launchTypeSchema.optional(),
  capacityProviderStrategy: capacityStrategySchema.optional(),
}

const unused = {
  enableECSManagedTags: noLocalMeaning.optional(),
  platformVersion: noLocalMeaning.optional(),
  healthCheckGracePeriodSeconds: noLocalMeaning.optional(),
  availabilityZoneRebalancing: noLocalMeaning.optional(),
  placementConstraints: noLocalMeaning.optional(),
  placementStrategies: noLocalMeaning.optional(),
}

/** What CreateService and AWS::ECS::Service take. */
export const serviceSchema = z.strictObject({
  cluster: z.string().optional(),
  serviceName: z
    .string()
    .regex(/^[a-zA-Z0-9_-]{1,255}$/)
    .optional(),
  taskDefinition: z.string(),
  desiredCount: whole.min(0).optional(),
  schedulingStrategy: z.literal('REPLICA').optional(),
  deploymentController: z.strictObject({ type: z.literal('ECS') }).optional(),
  clientToken: z.string().optional(),
  role: noLocalMeaning.optional(),
  ...settings,
  ...unused,
})

export const serviceUpdateSchema = z.strictObject({
  cluster: z.string().optional(),
  service: z.string(),
  taskDefinition: z.string().optional(),
  desiredCount: whole.min(0).optional(),
  forceNewDeployment: z.boolean().default(false),
  ...z.object(settings).omit({ launchType: true }).partial().shape,
  deploymentConfiguration: deploymentConfigurationSchema.optional(),
  enableExecuteCommand: flag.optional(),
  ...unused,
})

const settingsSchema = z.object(settings)

export type BreakerThreshold = z.output<typeof thresholdSchema>
export type ServiceSettings = z.output<typeof settingsSchema>
export type ServiceInput = z.output<typeof serviceSchema>
export type ServiceUpdate = z.output<typeof serviceUpdateSchema>

/** The settings among a service's input. */
export function settingsOf(input: ServiceInput): ServiceSettings {
  return settingsSchema.parse(input)
}
