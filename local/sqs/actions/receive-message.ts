import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import { describeMessage } from '../describe-message.ts'
import type { Service } from '../service.ts'
import { invalidParameter } from '../sqs-error.ts'

// AWS: AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
const MESSAGES_MAX = 10
const WAIT_SECONDS_MAX = 20
const VISIBILITY_SECONDS_MAX = 43_200

export function receiveMessage({ site, queues, receiveMessages }: Service) {
  return jsonAction({
    name: 'ReceiveMessage',
    input: z.object({
      QueueUrl: z.string(),
      MaxNumberOfMessages: z.number().optional(),
      WaitTimeSeconds: z.number().optional(),
      VisibilityTimeout: z.number().optional(),
      AttributeNames: z.array(z.string()).optional(),
      MessageSystemAttributeNames: z.array(z.string()).optional(),
      MessageAttributeNames: z.array(z.string()).optional(),
    }),
    run: async (input, request) => {
      const queue = queues.byUrl(input.QueueUrl)
      const own = queue.attributes
      const options = {
        max: within('MaxNumberOfMessages', input.MaxNumberOfMessages ?? 1, 1, MESSAGES_MAX),
        waitSeconds: within(
          'WaitTimeSeconds',
          input.WaitTimeSeconds ?? Number(own.ReceiveMessageWaitTimeSeconds),
          0,
          WAIT_SECONDS_MAX,
        ),
        visibilitySeconds: within(
          'VisibilityTimeout',
          input.VisibilityTimeout ?? Number(own.VisibilityTimeout),
          0,
          VISIBILITY_SECONDS_MAX,
        ),
      }
      const found = await untilGone(request, (signal) => receiveMessages(queue, { ...options, signal }))
      const wanted = {
        senderId: site.accountId,
        system: [...(input.AttributeNames ?? []), ...(input.MessageSystemAttributeNames ?? [])],
        own: input.MessageAttributeNames ?? [],
      }
      return found.length > 0 ? { Messages: found.map((message) => describeMessage(message, wanted)) } : {}
    },
  })
}

function within(name: string, value: number, min: number, max: number): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value
  throw invalidParameter(name, value, `Must be an integer from ${min} to ${max}.`)
}

/** A client that went away must not take a message with it. */
async function untilGone<Result>(
  request: IncomingMessage,
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const gone = new AbortController()
  const abort = () => gone.abort()
  const { socket } = request
  if (socket.destroyed) abort()
  // A server's socket stays half open for a while: its end is the first that is heard of the other side.
  socket.once('end', abort).once('close', abort)
  try {
    return await run(gone.signal)
  } finally {
    socket.off('end', abort).off('close', abort)
  }
}
