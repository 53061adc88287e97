import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import type { ScalableTarget } from '../definition/scalable-target.ts'
import type { ScheduledAction } from '../definition/scheduled-action.ts'
import type { Registry } from '../registry.ts'
import { listInput, targetsOf, wants } from './list-input.ts'

export function describeScheduledActionsAction(registry: Registry) {
  return jsonAction({
    name: 'DescribeScheduledActions',
    input: z.strictObject({ ...listInput, ScheduledActionNames: z.array(z.string()).optional() }),
    run: (input) => ({
      ScheduledActions: targetsOf(registry, input).flatMap((target) =>
        [...target.scheduledActions.values()]
          .filter((action) => wants(input.ScheduledActionNames, action.input.ScheduledActionName))
          .map((action) => describe(target, action)),
      ),
    }),
  })
}

function describe({ id }: ScalableTarget, { input, arn, createdAt }: ScheduledAction) {
  const { StartTime, EndTime, ...rest } = input
  return {
    ...id,
    ...rest,
    ScheduledActionARN: arn,
    CreationTime: createdAt / 1000,
    ...(StartTime !== undefined && { StartTime: StartTime / 1000 }),
    ...(EndTime !== undefined && { EndTime: EndTime / 1000 }),
  }
}
