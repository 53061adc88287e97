import { z } from 'zod'
import { type JsonAction, jsonAction } from '../../protocol/aws-json.ts'
import { busName, type EventsContext, requireDefaultBus } from './context.ts'
import { ruleOutput } from './describe-rule.ts'
import { page, pageInput } from './page.ts'

export function listRules({ rules, site }: EventsContext): JsonAction {
  return jsonAction({
    name: 'ListRules',
    input: z.strictObject({ NamePrefix: z.string().optional(), EventBusName: busName, ...pageInput }),
    run(input) {
      requireDefaultBus(input.EventBusName, site)
      const found = rules.list().filter(({ name }) => name.startsWith(input.NamePrefix ?? ''))
      const { items, NextToken } = page(found, input)
      return { Rules: items.map(ruleOutput), NextToken }
    },
  })
}
