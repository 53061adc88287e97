import { z } from 'zod'
import type { ResourceType } from '../../plugin.ts'
import type { Site } from '../../site.ts'
import { requireDefaultBus } from '../actions/context.ts'
import { ruleNameSchema } from '../rule.ts'
import type { Rules } from '../rules.ts'
import { ecsParametersSchema, targetSchema } from '../target.ts'

const RULE_NAME_CHARACTERS_MAX = 64

// CloudFormation spells three parameters of tasks otherwise than the API; from here on they are the API's.
const templateTarget = targetSchema.omit({ EcsParameters: true }).extend({
  EcsParameters: ecsParametersSchema
    .omit({ CapacityProviderStrategy: true, NetworkConfiguration: true, Tags: true })
    .extend({
      CapacityProviderStrategy: z
        .array(
          z
            .strictObject({
              CapacityProvider: z.string().min(1),
              Weight: z.coerce.number().int().optional(),
              Base: z.coerce.number().int().optional(),
            })
            .transform(({ CapacityProvider, Weight, Base }) => ({
              capacityProvider: CapacityProvider,
              ...(Weight !== undefined && { weight: Weight }),
              ...(Base !== undefined && { base: Base }),
            })),
        )
        .optional(),
      NetworkConfiguration: z
        .strictObject({
          AwsVpcConfiguration:
            ecsParametersSchema.shape.NetworkConfiguration.unwrap().shape.awsvpcConfiguration,
        })
        .transform(({ AwsVpcConfiguration }) => ({ awsvpcConfiguration: AwsVpcConfiguration }))
        .optional(),
      TagList: ecsParametersSchema.shape.Tags,
    })
    .transform(({ TagList, ...rest }) => ({ ...rest, Tags: TagList }))
    .optional(),
})

const properties = z.strictObject({
  Name: ruleNameSchema.optional(),
  Description: z.string().optional(),
  EventBusName: z.string().optional(),
  /** An object, or its JSON. */
  EventPattern: z.record(z.string(), z.unknown()).or(z.string()).optional(),
  ScheduleExpression: z.string().optional(),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  RoleArn: z.string().optional(),
  Targets: z.array(templateTarget).default([]),
  // Tags have no meaning here.
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
})

/** `AWS::Events::Rule`. The template wins at every start, also over EnableRule, DisableRule and PutTargets. */
export function ruleResource(rules: Rules, site: Site): ResourceType<z.infer<typeof properties>> {
  return {
    type: 'AWS::Events::Rule',
    properties,
    async apply({ properties: rule, physicalName }) {
      requireDefaultBus(rule.EventBusName, site)
      const { EventPattern } = rule
      const { name, arn } = rules.put({
        name: rule.Name ?? physicalName({ maxLength: RULE_NAME_CHARACTERS_MAX }),
        description: rule.Description,
        eventPattern: typeof EventPattern === 'object' ? JSON.stringify(EventPattern) : EventPattern,
        scheduleExpression: rule.ScheduleExpression,
        state: rule.State,
        roleArn: rule.RoleArn,
        targets: rule.Targets,
        origin: 'template',
      })
      return { physicalId: name, attributes: { Arn: arn } }
    },
    takenName: async ({ properties: { Name }, physicalName }) =>
      rules.find(Name ?? physicalName({ maxLength: RULE_NAME_CHARACTERS_MAX }))?.name,
    remove: async ({ physicalId: name }) => rules.remove(name),
  }
}
