import { z } from 'zod'
import { type JsonAction, jsonAction } from '../../protocol/aws-json.ts'
import type { Rule } from '../rule.ts'
import { busName, type EventsContext, requireDefaultBus } from './context.ts'

export function describeRule({ rules, site }: EventsContext): JsonAction {
  return jsonAction({
    name: 'DescribeRule',
    input: z.strictObject({ Name: z.string(), EventBusName: busName }),
    run({ Name, EventBusName }) {
      requireDefaultBus(EventBusName, site)
      return { ...ruleOutput(rules.get(Name)), CreatedBy: site.accountId }
    },
  })
}

/** A rule as DescribeRule and ListRules show it. */
export function ruleOutput({ definition, arn }: Rule): Record<string, unknown> {
  return {
    Name: definition.name,
    Arn: arn,
    EventBusName: 'default',
    State: definition.state,
    Description: definition.description,
    EventPattern: definition.eventPattern,
    ScheduleExpression: definition.scheduleExpression,
    RoleArn: definition.roleArn,
  }
}
