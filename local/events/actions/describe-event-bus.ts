import { z } from 'zod'
import { type JsonAction, jsonAction } from '../../protocol/aws-json.ts'
import { busArn, type EventsContext, requireDefaultBus } from './context.ts'

export function describeEventBus({ site }: EventsContext): JsonAction {
  return jsonAction({
    name: 'DescribeEventBus',
    input: z.strictObject({ Name: z.string().optional() }),
    run({ Name }) {
      requireDefaultBus(Name, site)
      return { Name: 'default', Arn: busArn(site) }
    },
  })
}
