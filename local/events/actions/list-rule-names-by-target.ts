import { z } from 'zod'
import { type JsonAction, jsonAction } from '../../protocol/aws-json.ts'
import { busName, type EventsContext, requireDefaultBus } from './context.ts'
import { page, pageInput } from './page.ts'

export function listRuleNamesByTarget({ rules, site }: EventsContext): JsonAction {
  return jsonAction({
    name: 'ListRuleNamesByTarget',
    input: z.strictObject({ TargetArn: z.string(), EventBusName: busName, ...pageInput }),
    run(input) {
      requireDefaultBus(input.EventBusName, site)
      const found = rules.list().filter(({ targets }) => targets.some(({ Arn }) => Arn === input.TargetArn))
      const { items, NextToken } = page(found, input)
      return { RuleNames: items.map(({ name }) => name), NextToken }
    },
  })
}
