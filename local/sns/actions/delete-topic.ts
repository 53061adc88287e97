import { z } from 'zod'
import { queryAction } from '../../protocol/aws-query.ts'
import { formInput } from '../../protocol/form.ts'
import type { Service } from '../service.ts'

export function deleteTopic({ topics }: Service) {
  return queryAction({
    name: 'DeleteTopic',
    input: formInput({ TopicArn: z.string() }),
    run: ({ TopicArn }) => topics.removeTopic(TopicArn),
  })
}
