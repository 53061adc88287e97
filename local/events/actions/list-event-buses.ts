import { z } from 'zod'
import { type JsonAction, jsonAction } from '../../protocol/aws-json.ts'
import { busArn, type EventsContext } from './context.ts'
import { page, pageInput } from './page.ts'

export function listEventBuses({ site }: EventsContext): JsonAction {
  return jsonAction({
    name: 'ListEventBuses',
    input: z.strictObject({ NamePrefix: z.string().optional(), ...pageInput }),
    run(input) {
      const all = [{ Name: 'default', Arn: busArn(site) }]
      const { items, NextToken } = page(
        all.filter(({ Name }) => Name.startsWith(input.NamePrefix ?? '')),
        input,
      )
      return { EventBuses: items, NextToken }
    },
  })
}
