import { z } from 'zod'
import { type JsonAction, jsonAction } from '../../protocol/aws-json.ts'
import { targetSchema } from '../target.ts'
import { busName, type EventsContext, requireDefaultBus } from './context.ts'

/** Adds targets to a rule, or replaces those of the same id. All of them, or an error and none. */
export function putTargets({ rules, site }: EventsContext): JsonAction {
  return jsonAction({
    name: 'PutTargets',
    input: z.strictObject({
      Rule: z.string(),
      EventBusName: busName,
      Targets: z.array(targetSchema).min(1).max(100),
    }),
    run({ Rule, EventBusName, Targets }) {
      requireDefaultBus(EventBusName, site)
      const { definition } = rules.get(Rule)
      const byId = new Map([...definition.targets, ...Targets].map((target) => [target.Id, target]))
      rules.put({ ...definition, targets: [...byId.values()] })
      return { FailedEntryCount: 0, FailedEntries: [] }
    },
  })
}
