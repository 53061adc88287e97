import type { Site } from '../../site.ts'
import type { EventTargets } from './ports.ts'

const SERVICE = 'events.amazonaws.com'

/**
 * The same targets for one rule's target, where IAM lets it reach them: by the role of the target, where it has one, else
 * by the policy of what is reached.
 */
export function permitted(
  targets: EventTargets,
  { permissions }: Pick<Site, 'permissions'>,
  rule: { readonly name: string; readonly arn: string; readonly roleArn?: string | undefined },
): EventTargets {
  if (!permissions) return targets
  const { name: sessionName, arn: sourceArn, roleArn } = rule

  function ask(service: string, api: string, action: string, resource: string, input: unknown): void {
    if (roleArn === undefined) permissions?.asService({ service: SERVICE, sourceArn }, action, resource)
    else
      permissions
        ?.takeRole({ arn: roleArn, service: SERVICE, sessionName, sourceArn })
        .may(service, api, input)
  }

  return {
    queue: {
      async send(queueArn, body, options) {
        ask('sqs', 'SendMessage', 'sqs:SendMessage', queueArn, { QueueUrl: queueArn })
        return targets.queue.send(queueArn, body, options)
      },
    },
    task: {
      async runTask(input) {
        ask('ecs', 'RunTask', 'ecs:RunTask', input.taskDefinition, input)
        return targets.task.runTask(input)
      },
    },
    function: {
      async invoke(functionArn, payload) {
        ask('lambda', 'Invoke', 'lambda:InvokeFunction', functionArn, { name: functionArn })
        return targets.function.invoke(functionArn, payload)
      },
    },
    topic: {
      async publish(topicArn, message) {
        ask('sns', 'Publish', 'sns:Publish', topicArn, { TopicArn: topicArn })
        return targets.topic.publish(topicArn, message)
      },
    },
  }
}
