import { z } from 'zod'
import { type JsonAction, jsonAction } from '../../protocol/aws-json.ts'
import { busName, type EventsContext, requireDefaultBus } from './context.ts'

export function removeTargets({ rules, site }: EventsContext): JsonAction {
  return jsonAction({
    name: 'RemoveTargets',
    input: z.strictObject({
      Rule: z.string(),
      EventBusName: busName,
      Ids: z.array(z.string()).min(1).max(100),
      Force: z.boolean().optional(),
    }),
    run({ Rule, EventBusName, Ids }) {
      requireDefaultBus(EventBusName, site)
      const { definition } = rules.get(Rule)
      const there = new Set(definition.targets.map(({ Id }) => Id))
      rules.put({ ...definition, targets: definition.targets.filter(({ Id }) => !Ids.includes(Id)) })
      const failed = Ids.filter((id) => !there.has(id)).map((id) => ({
        TargetId: id,
        ErrorCode: 'ResourceNotFoundException',
        ErrorMessage: `Rule ${Rule} does not have target with ID ${id}`,
      }))
      return { FailedEntryCount: failed.length, FailedEntries: failed }
    },
  })
}
