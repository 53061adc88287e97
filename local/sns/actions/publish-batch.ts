import { z } from 'zod'
import { ApiError } from '../../protocol/api-error.ts'
import { queryAction } from '../../protocol/aws-query.ts'
import { formInput } from '../../protocol/form.ts'
import { messageInput, parseMessage } from '../message.ts'
import type { Service } from '../service.ts'

// AWS: sns/latest/api/API_PublishBatch.html
const ENTRIES_MAX = 10

export function publishBatch({ topics, publishMessage }: Service) {
  return queryAction({
    name: 'PublishBatch',
    input: formInput({
      TopicArn: z.string(),
      PublishBatchRequestEntries: z.array(z.object({ ...messageInput, Id: z.string() })).default([]),
    }),
    run: async ({ TopicArn, PublishBatchRequestEntries: entries }) => {
      const { arn } = topics.topic(TopicArn)
      checkEntries(entries)
      const Successful = []
      const Failed = []
      for (const { Id, ...input } of entries) {
        try {
          Successful.push({ Id, MessageId: await publishMessage(arn, parseMessage(input)) })
        } catch (error) {
          if (!(error instanceof ApiError)) throw error
          Failed.push({ Id, Code: error.code, Message: error.message, SenderFault: true })
        }
      }
      return { Successful, Failed }
    },
  })
}

function checkEntries(entries: readonly { readonly Id: string }[]): void {
  if (entries.length === 0) throw new ApiError('EmptyBatchRequest', 'The batch request has no entries.')
  if (entries.length > ENTRIES_MAX) {
    throw new ApiError(
      'TooManyEntriesInBatchRequest',
      `The batch request has ${entries.length} entries, at most ${ENTRIES_MAX} are taken.`,
    )
  }
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length) {
    throw new ApiError('BatchEntryIdsNotDistinct', 'Two entries of the batch request have the same Id.')
  }
}
