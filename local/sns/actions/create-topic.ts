import { z } from 'zod'
import { queryAction } from '../../protocol/aws-query.ts'
import { formInput } from '../../protocol/form.ts'
import { invalid } from '../message.ts'
import type { Service } from '../service.ts'
import { topicArnOf } from '../topic-name.ts'

export function createTopic({ site, topics }: Service) {
  return queryAction({
    name: 'CreateTopic',
    input: formInput({ Name: z.string(), Attributes: z.record(z.string(), z.string()).optional() }),
    run: ({ Name, Attributes = {} }) => {
      const { DisplayName, ...others } = Attributes
      const [other] = Object.keys(others)
      if (other) throw invalid(`Attributes: the local runtime has no topic attribute ${other}`)
      const arn = topicArnOf(site, Name)
      const known = topics.topics().find((topic) => topic.arn === arn)
      if (!known) topics.putTopic({ arn, name: Name, displayName: DisplayName, origin: 'call' })
      return { TopicArn: arn }
    },
  })
}
