import { z } from 'zod'

// Numbers may come as text: CloudFormation gives every parameter so.
const integer = z.coerce.number().int()

// EventBridge API Reference, RetryPolicy: ranges and defaults.
export const RETRY_ATTEMPTS_MAX = 185
export const EVENT_AGE_SECONDS_MAX = 86_400
const EVENT_AGE_SECONDS_MIN = 60

export const ecsParametersSchema = z.strictObject({
  TaskDefinitionArn: z.string().min(1),
  TaskCount: integer.min(1).optional(),
  LaunchType: z.enum(['EC2', 'FARGATE', 'EXTERNAL']).optional(),
  CapacityProviderStrategy: z
    .array(
      z.strictObject({
        capacityProvider: z.string().min(1),
        weight: integer.min(0).max(1_000).optional(),
        base: integer.min(0).max(100_000).optional(),
      }),
    )
    .max(6)
    .optional(),
  NetworkConfiguration: z
    .strictObject({
      awsvpcConfiguration: z
        .strictObject({
          Subnets: z.array(z.string()),
          SecurityGroups: z.array(z.string()).optional(),
          AssignPublicIp: z.enum(['ENABLED', 'DISABLED']).optional(),
        })
        .optional(),
    })
    .optional(),
  PlatformVersion: z.string().optional(),
  Group: z.string().optional(),
  PropagateTags: z.literal('TASK_DEFINITION').optional(),
  EnableECSManagedTags: z.stringbool().or(z.boolean()).optional(),
  EnableExecuteCommand: z.stringbool().or(z.boolean()).optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
})

/** A target of a rule, as in the API. What is not here has no meaning to this runtime and is refused by name. */
export const targetSchema = z.strictObject({
  Id: z.string().regex(/^[.\-_A-Za-z0-9]{1,64}$/),
  Arn: z.string().min(1).max(1_600),
  RoleArn: z.string().min(1).max(1_600).optional(),
  Input: z.string().max(8_192).optional(),
  InputPath: z.string().max(256).optional(),
  InputTransformer: z
    .strictObject({
      InputPathsMap: z
        .record(z.string().regex(/^[A-Za-z0-9_-]{1,256}$/), z.string().max(256))
        .refine((map) => Object.keys(map).length <= 100, 'InputPathsMap has more than 100 entries')
        .optional(),
      InputTemplate: z.string().min(1).max(8_192),
    })
    .optional(),
  RetryPolicy: z
    .strictObject({
      MaximumRetryAttempts: integer.min(0).max(RETRY_ATTEMPTS_MAX).optional(),
      MaximumEventAgeInSeconds: integer.min(EVENT_AGE_SECONDS_MIN).max(EVENT_AGE_SECONDS_MAX).optional(),
    })
    .optional(),
  DeadLetterConfig: z.strictObject({ Arn: z.string().min(1).optional() }).optional(),
  SqsParameters: z.strictObject({ MessageGroupId: z.string().min(1).optional() }).optional(),
  EcsParameters: ecsParametersSchema.optional(),
})

export type Target = z.infer<typeof targetSchema>
