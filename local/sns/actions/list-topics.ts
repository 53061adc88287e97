import { z } from 'zod'
import { queryAction } from '../../protocol/aws-query.ts'
import { formInput } from '../../protocol/form.ts'
import type { Service } from '../service.ts'

export function listTopics({ topics }: Service) {
  return queryAction({
    name: 'ListTopics',
    input: formInput({ NextToken: z.string().optional() }),
    run: () => ({ Topics: topics.topics().map(({ arn }) => ({ TopicArn: arn })) }),
  })
}
