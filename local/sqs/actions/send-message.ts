import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import { describeSent, messageInput, toMessage } from '../send-message.ts'
import type { Service } from '../service.ts'

export function sendMessage({ queues, messages, wakeups }: Service) {
  return jsonAction({
    name: 'SendMessage',
    input: messageInput.extend({ QueueUrl: z.string() }),
    run: (input) => {
      const queue = queues.byUrl(input.QueueUrl)
      const [sent] = messages.send(queue, [toMessage(queue, input)])
      wakeups.wake(queue.name)
      return sent && describeSent(sent, input)
    },
  })
}
