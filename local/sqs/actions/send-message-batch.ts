import { z } from 'zod'
import { ApiError } from '../../protocol/api-error.ts'
import { jsonAction } from '../../protocol/aws-json.ts'
import { entryId, runBatch } from '../batch.ts'
import { describeSent, messageInput, messageSize, toMessage } from '../send-message.ts'
import type { Service } from '../service.ts'

const BATCH_BYTES_MAX = 1_048_576

export function sendMessageBatch({ queues, messages, wakeups }: Service) {
  return jsonAction({
    name: 'SendMessageBatch',
    input: z.object({
      QueueUrl: z.string(),
      Entries: z.array(messageInput.extend({ Id: entryId })),
    }),
    run: ({ QueueUrl, Entries }) => {
      const queue = queues.byUrl(QueueUrl)
      const bytes = Entries.reduce((sum, entry) => sum + messageSize(entry), 0)
      if (bytes > BATCH_BYTES_MAX) {
        throw new ApiError(
          'AWS.SimpleQueueService.BatchRequestTooLong',
          `Batch requests cannot be longer than ${BATCH_BYTES_MAX} bytes. You have sent ${bytes} bytes.`,
        )
      }
      const { Successful, Failed } = runBatch(Entries, (entry) => ({
        entry,
        message: toMessage(queue, entry),
      }))
      const sent = messages.send(
        queue,
        Successful.map(({ message }) => message),
      )
      wakeups.wake(queue.name)
      return {
        Successful: Successful.flatMap(({ entry }, index) => {
          const message = sent[index]
          return message ? [{ Id: entry.Id, ...describeSent(message, entry) }] : []
        }),
        Failed,
      }
    },
  })
}
