import { z } from 'zod'
import { queryAction } from '../../protocol/aws-query.ts'
import { formInput } from '../../protocol/form.ts'
import { invalid, messageInput, parseMessage } from '../message.ts'
import type { Service } from '../service.ts'

export function publish({ publishMessage }: Service) {
  return queryAction({
    name: 'Publish',
    input: formInput({
      ...messageInput,
      TopicArn: z.string().optional(),
      TargetArn: z.string().optional(),
      PhoneNumber: z.string().optional(),
    }),
    run: async ({ TopicArn, TargetArn, PhoneNumber, ...input }) => {
      const arn = TopicArn ?? TargetArn
      if (!arn || PhoneNumber) throw invalid('TopicArn: the local runtime publishes to topics alone')
      return { MessageId: await publishMessage(arn, parseMessage(input)) }
    },
  })
}
