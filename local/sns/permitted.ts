import type { Site } from '../site.ts'
import type { Targets } from './deliver.ts'

const SERVICE = 'sns.amazonaws.com'

/** The same targets for the subscribers of a topic, where their own policies let the topic reach them. */
export function permitted(
  targets: Targets,
  { permissions }: Pick<Site, 'permissions'>,
  topicArn: string,
): Targets {
  const caller = { service: SERVICE, sourceArn: topicArn }
  return {
    queues: {
      async send(queueArn, body, options) {
        permissions?.asService(caller, 'sqs:SendMessage', queueArn)
        return targets.queues.send(queueArn, body, options)
      },
    },
    async invoke(functionArn, payload) {
      permissions?.asService(caller, 'lambda:InvokeFunction', functionArn)
      return targets.invoke(functionArn, payload)
    },
  }
}
