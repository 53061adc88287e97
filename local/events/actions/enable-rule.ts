import { z } from 'zod'
import { type JsonAction, jsonAction } from '../../protocol/aws-json.ts'
import { busName, type EventsContext, requireDefaultBus } from './context.ts'

/** Holds until the next start for a rule of a template, whose own `State` then counts again. */
export function enableRule({ rules, site }: EventsContext): JsonAction {
  return jsonAction({
    name: 'EnableRule',
    input: z.strictObject({ Name: z.string(), EventBusName: busName }),
    run({ Name, EventBusName }) {
      requireDefaultBus(EventBusName, site)
      rules.put({ ...rules.get(Name).definition, state: 'ENABLED' })
    },
  })
}
