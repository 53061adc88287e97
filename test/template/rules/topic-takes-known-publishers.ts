import { resourcesOf, type Template } from '../template.ts'
import type { Fault, Rule } from './rule.ts'
import { type Statement, statementsAbout, statementsOfRole } from './statements.ts'

/** The one role that tells people of stops. */
const PUBLISHERS = ['ExplainStopRole']

// People act on what the topic says, so nobody else may say it.
export const topicTakesKnownPublishers: Rule = {
  name: 'topic-takes-known-publishers',
  check: (template) => [...topics(template), ...roles(template)],
  breaks: [
    {
      how: 'alarms of another stack may publish',
      at: 'TopicPolicy',
      change: (the) => {
        alarms(the('TopicPolicy')).Condition.ArnLike['aws:SourceArn'] = {
          'Fn::Sub': 'arn:aws:cloudwatch:*:*:alarm:*',
        }
      },
    },
    {
      how: 'another service may publish',
      at: 'TopicPolicy',
      change: (the) => {
        alarms(the('TopicPolicy')).Principal.Service = ['cloudwatch.amazonaws.com', 'events.amazonaws.com']
      },
    },
    {
      how: 'everybody in the account may publish',
      at: 'TopicPolicy',
      change: (the) => {
        the('TopicPolicy').Properties.PolicyDocument.Statement.push({
          Effect: 'Allow',
          Principal: { AWS: '*' },
          Action: 'sns:Publish',
          Resource: { Ref: 'Topic' },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        })
      },
    },
    {
      how: 'a worker may publish',
      at: 'LoadQueueRole',
      change: (the) => {
        the('LoadQueueRole').Properties.Policies[0].PolicyDocument.Statement.push({
          Effect: 'Allow',
          Action: 'sns:Publish',
          Resource: { Ref: 'Topic' },
        })
      },
    },
    {
      how: 'the topic has the policy that SNS gives it',
      at: 'Topic',
      change: (_the, resources) => delete resources.TopicPolicy,
    },
  ],
}

function topics(template: Template): readonly Fault[] {
  return resourcesOf(template, 'AWS::SNS::Topic').flatMap(([topic]) => {
    const allowing = statementsAbout(template, topic).filter(({ statement }) => statement.effect === 'Allow')
    if (allowing.length === 0) return [{ resource: topic, what: 'has no policy of its own' }]
    return allowing
      .filter(({ statement }) => !isOfOurAlarms(template, statement))
      .map(({ policy }) => ({ resource: policy, what: 'lets others publish than the alarms of this stack' }))
  })
}

function isOfOurAlarms(template: Template, { services, actions, conditions }: Statement): boolean {
  const [[, , source] = []] = conditions.filter(
    ([operator, key]) => operator === 'ArnLike' && key === 'aws:SourceArn',
  )
  const pattern = String((source as { 'Fn::Sub'?: unknown } | undefined)?.['Fn::Sub'])
  const [, prefix] = /:\$\{AWS::AccountId\}:alarm:([\w-]+-)\*$/.exec(pattern) ?? []
  return (
    services.join() === 'cloudwatch.amazonaws.com' &&
    actions.join() === 'sns:Publish' &&
    prefix !== undefined &&
    resourcesOf(template, 'AWS::CloudWatch::Alarm').every(([, { Properties }]) =>
      String(Properties.AlarmName).startsWith(prefix),
    )
  )
}

function roles(template: Template): readonly Fault[] {
  return resourcesOf(template, 'AWS::IAM::Role')
    .filter(([name]) => !PUBLISHERS.includes(name))
    .filter(([, role]) => statementsOfRole(role).some(({ actions }) => actions.some(publishes)))
    .map(([resource]) => ({ resource, what: `may publish; only ${PUBLISHERS.join(', ')} may` }))
}

function publishes(action: string): boolean {
  return ['sns:Publish', 'sns:PublishBatch', 'sns:*', '*'].includes(action)
}

// biome-ignore lint/suspicious/noExplicitAny: the statement of a copy, to be changed.
function alarms(policy: { Properties: any }): any {
  return policy.Properties.PolicyDocument.Statement.find(
    ({ Effect }: { Effect: string }) => Effect === 'Allow',
  )
}
