import { ApiError } from '../../protocol/api-error.ts'
import type { Site } from '../../site.ts'
import type { FunctionSettings } from '../function-settings.ts'
import type { Queues } from '../ports.ts'

const SERVICE = 'lambda.amazonaws.com'

// What Lambda asks for before it makes a mapping: lambda/latest/dg/services-sqs-configure.html
const NEEDED = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes']

/** Throws Lambda's own error where the role of a function does not let it read the queue. */
export function requireQueueRights(
  { permissions }: Pick<Site, 'permissions'>,
  { role, name, arn }: Pick<FunctionSettings, 'role' | 'name' | 'arn'>,
  queueArn: string,
): void {
  const session = permissions?.takeRole({ arn: role, service: SERVICE, sessionName: name, sourceArn: arn })
  for (const action of NEEDED) {
    try {
      session?.may('sqs', action, { QueueUrl: queueArn })
    } catch (cause) {
      const message = `The function execution role does not have permissions to call ${action} on SQS: ${role} on ${queueArn}`
      throw Object.assign(new ApiError('InvalidParameterValueException', message), { cause })
    }
  }
}

/** The same queues for what Lambda does for a function, where the function's role lets it. */
export function permittedQueues(
  queues: Queues,
  { permissions }: Pick<Site, 'permissions'>,
  functionOf: () => Pick<FunctionSettings, 'role' | 'name' | 'arn'>,
): Queues {
  if (!permissions) return queues

  function ask(action: string, queueArn: string): void {
    const { role, name, arn } = functionOf()
    permissions
      ?.takeRole({ arn: role, service: SERVICE, sessionName: name, sourceArn: arn })
      .may('sqs', action, { QueueUrl: queueArn })
  }

  return {
    async receive(queueArn, options) {
      ask('ReceiveMessage', queueArn)
      return queues.receive(queueArn, options)
    },
    async remove(queueArn, receiptHandles) {
      ask('DeleteMessage', queueArn)
      return queues.remove(queueArn, receiptHandles)
    },
    // A batch that this runtime cut off: nothing that AWS would ask for.
    setVisibility: queues.setVisibility,
    async send(queueArn, body, options) {
      ask('SendMessage', queueArn)
      return queues.send(queueArn, body, options)
    },
  }
}
