import { z } from 'zod'
import { type JsonAction, jsonAction } from '../../protocol/aws-json.ts'
import { busName, type EventsContext, requireDefaultBus } from './context.ts'
import { page, pageInput } from './page.ts'

export function listTargetsByRule({ rules, site }: EventsContext): JsonAction {
  return jsonAction({
    name: 'ListTargetsByRule',
    input: z.strictObject({ Rule: z.string(), EventBusName: busName, ...pageInput }),
    run(input) {
      requireDefaultBus(input.EventBusName, site)
      const { items, NextToken } = page(rules.get(input.Rule).definition.targets, input)
      return { Targets: items, NextToken }
    },
  })
}
