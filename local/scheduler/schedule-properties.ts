import { z } from 'zod'
import { EVENT_AGE_SECONDS_MAX, RETRY_ATTEMPTS_MAX } from '../events/target.ts'

// Numbers may come as text: CloudFormation gives every parameter so.
const integer = z.coerce.number().int()
const flag = z.stringbool().or(z.boolean())

/** Scheduler API Reference, FlexibleTimeWindow and RetryPolicy: ranges. */
const WINDOW_MINUTES_MAX = 1_440
const EVENT_AGE_SECONDS_MIN = 60

/** How ECS starts the task, spelled as in CloudFormation. What is not here has no meaning to this runtime. */
const ecsParameters = z.strictObject({
  TaskDefinitionArn: z.string().min(1),
  TaskCount: integer.min(1).max(10).optional(),
  LaunchType: z.enum(['EC2', 'FARGATE', 'EXTERNAL']).optional(),
  CapacityProviderStrategy: z
    .array(
      z.strictObject({
        CapacityProvider: z.string().min(1),
        Weight: integer.min(0).max(1_000).optional(),
        Base: integer.min(0).max(100_000).optional(),
      }),
    )
    .max(6)
    .optional(),
  NetworkConfiguration: z
    .strictObject({
      AwsvpcConfiguration: z.strictObject({
        Subnets: z.array(z.string()),
        SecurityGroups: z.array(z.string()).optional(),
        AssignPublicIp: z.enum(['ENABLED', 'DISABLED']).optional(),
      }),
    })
    .optional(),
  PlatformVersion: z.string().optional(),
  Group: z.string().optional(),
  PropagateTags: z.literal('TASK_DEFINITION').optional(),
  EnableECSManagedTags: flag.optional(),
  EnableExecuteCommand: flag.optional(),
})

export const scheduleProperties = z.strictObject({
  Name: z
    .string()
    .regex(/^[0-9a-zA-Z-_.]{1,64}$/)
    .optional(),
  GroupName: z
    .literal('default', 'the local runtime has the schedule group default alone')
    .default('default'),
  Description: z.string().optional(),
  ScheduleExpression: z.string().min(1),
  ScheduleExpressionTimezone: z.string().default('UTC'),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  /** Within a window a schedule may start at once, and here it does. */
  FlexibleTimeWindow: z.strictObject({
    Mode: z.enum(['OFF', 'FLEXIBLE']),
    MaximumWindowInMinutes: integer.min(1).max(WINDOW_MINUTES_MAX).optional(),
  }),
  Target: z.strictObject({
    Arn: z.string().regex(/^arn:[^:]+:ecs:/, 'the local scheduler starts tasks of ECS clusters alone'),
    RoleArn: z.string().min(1),
    Input: z.string().optional(),
    EcsParameters: ecsParameters,
    RetryPolicy: z
      .strictObject({
        MaximumRetryAttempts: integer.min(0).max(RETRY_ATTEMPTS_MAX).optional(),
        MaximumEventAgeInSeconds: integer.min(EVENT_AGE_SECONDS_MIN).max(EVENT_AGE_SECONDS_MAX).optional(),
      })
      .optional(),
    DeadLetterConfig: z.strictObject({ Arn: z.string().min(1) }).optional(),
  }),
})

export type ScheduleProperties = z.infer<typeof scheduleProperties>
