import { z } from 'zod'
import { queryAction } from '../../protocol/aws-query.ts'
import { formInput } from '../../protocol/form.ts'
import type { Service } from '../service.ts'

export function unsubscribe({ topics }: Service) {
  return queryAction({
    name: 'Unsubscribe',
    input: formInput({ SubscriptionArn: z.string() }),
    run: ({ SubscriptionArn }) => topics.removeSubscription(SubscriptionArn),
  })
}
