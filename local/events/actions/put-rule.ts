import { z } from 'zod'
import { type JsonAction, jsonAction } from '../../protocol/aws-json.ts'
import { ruleNameSchema } from '../rule.ts'
import { busName, type EventsContext, requireDefaultBus } from './context.ts'

/** Makes a rule or replaces it; its targets stay. */
export function putRule({ rules, site }: EventsContext): JsonAction {
  return jsonAction({
    name: 'PutRule',
    input: z.strictObject({
      Name: ruleNameSchema,
      EventPattern: z.string().optional(),
      ScheduleExpression: z.string().optional(),
      State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
      Description: z.string().optional(),
      RoleArn: z.string().optional(),
      // Tags have no meaning here.
      Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
      EventBusName: busName,
    }),
    run(input) {
      requireDefaultBus(input.EventBusName, site)
      const there = rules.find(input.Name)?.definition
      const rule = rules.put({
        name: input.Name,
        eventPattern: input.EventPattern,
        scheduleExpression: input.ScheduleExpression,
        state: input.State,
        description: input.Description,
        roleArn: input.RoleArn,
        targets: there?.targets ?? [],
        origin: there?.origin ?? 'api',
      })
      return { RuleArn: rule.arn }
    },
  })
}
