import { z } from 'zod'
import { type JsonAction, jsonAction } from '../../protocol/aws-json.ts'
import { busName, type EventsContext, requireDefaultBus } from './context.ts'

/** Holds until the next start for a rule of a template, whose own `State` then counts again. */
export function disableRule({ rules, site }: EventsContext): JsonAction {
  return jsonAction({
    name: 'DisableRule',
    input: z.strictObject({ Name: z.string(), EventBusName: busName }),
    run({ Name, EventBusName }) {
      requireDefaultBus(EventBusName, site)
      rules.put({ ...rules.get(Name).definition, state: 'DISABLED' })
    },
  })
}
