import { z } from 'zod'
import { ApiError } from '../../protocol/api-error.ts'
import { type JsonAction, jsonAction } from '../../protocol/aws-json.ts'
import { busName, type EventsContext, requireDefaultBus } from './context.ts'

/** As on AWS, deleting a rule that is not there is no error. */
export function deleteRule({ rules, site }: EventsContext): JsonAction {
  return jsonAction({
    name: 'DeleteRule',
    input: z.strictObject({ Name: z.string(), EventBusName: busName, Force: z.boolean().optional() }),
    run({ Name, EventBusName }) {
      requireDefaultBus(EventBusName, site)
      if ((rules.find(Name)?.targets.length ?? 0) > 0) {
        throw new ApiError('ValidationException', "Rule can't be deleted since it has targets.")
      }
      rules.remove(Name)
    },
  })
}
