import { resourcesOf, type Template } from '../template.ts'
import { referenced } from './referenced.ts'
import type { Fault, Rule } from './rule.ts'
import { allows, holdsSource, statementsAbout, statementsOfRole } from './statements.ts'

const QUEUE = 'AWS::SQS::Queue'

// An event that cannot be delivered is gone without a word, unless its target has a queue for it; and a dead-letter queue
// to which the rule may not send takes nothing, again without a word.
export const eventTargetsHaveDeadLetters: Rule = {
  name: 'event-targets-have-dead-letters',
  check: (template) => [...rules(template), ...schedules(template)],
  breaks: [
    {
      how: 'a target has no dead-letter queue',
      at: 'SmallObject',
      change: (the) => delete the('SmallObject').Properties.Targets[0].DeadLetterConfig,
    },
    {
      how: 'a target has no retry policy',
      at: 'StoppedTask',
      change: (the) => delete the('StoppedTask').Properties.Targets[0].RetryPolicy,
    },
    {
      how: 'the dead-letter queue is the target itself',
      at: 'SmallObject',
      change: (the) => {
        const { Properties } = the('SmallObject')
        Properties.Targets[0].Arn = Properties.Targets[0].DeadLetterConfig.Arn
      },
    },
    {
      how: 'the dead-letter queue takes nothing from the rule',
      at: 'SmallObject',
      change: (the) => {
        the('LoadsDeadLetterPolicy').Properties.PolicyDocument.Statement.shift()
      },
    },
    {
      how: 'a queue takes the events of another rule',
      at: 'StoppedTask',
      change: (the) => {
        the('StopsPolicy').Properties.PolicyDocument.Statement[0].Condition.ArnEquals['aws:SourceArn'] = {
          'Fn::GetAtt': ['LargeObject', 'Arn'],
        }
      },
    },
    {
      how: 'a schedule has no retry policy',
      at: 'AuditSchedule',
      change: (the) => delete the('AuditSchedule').Properties.Target.RetryPolicy,
    },
    {
      how: 'the role of a schedule may not send to its dead-letter queue',
      at: 'AuditSchedule',
      change: (the) => {
        const { Properties } = the('AuditScheduleRole')
        const [policy] = Properties.Policies
        policy.PolicyDocument.Statement = policy.PolicyDocument.Statement.filter(
          ({ Action }: { Action: unknown }) => Action !== 'sqs:SendMessage',
        )
      },
    },
  ],
}

function rules(template: Template): readonly Fault[] {
  return resourcesOf(template, 'AWS::Events::Rule').flatMap(([rule, { Properties }]) =>
    (Properties.Targets as Target[]).flatMap((target) => {
      const queues = [target.Arn, target.DeadLetterConfig?.Arn].flatMap((arn) => queueOf(template, arn) ?? [])
      const closed = queues.filter((queue) => !takesFrom(template, queue, rule))
      return [
        ...common(template, rule, target),
        ...closed.map((queue) => ({
          resource: rule,
          what: `may not send to ${queue}: no policy of it names the rule`,
        })),
      ]
    }),
  )
}

function schedules(template: Template): readonly Fault[] {
  return resourcesOf(template, 'AWS::Scheduler::Schedule').flatMap(([schedule, { Properties }]) => {
    const queue = queueOf(template, Properties.Target.DeadLetterConfig?.Arn)
    const role = template.Resources[referenced(Properties.Target.RoleArn) ?? '']
    const maySend = statementsOfRole(role).some((each) => queue && allows(each, 'sqs:SendMessage', queue))
    return [
      ...common(template, schedule, Properties.Target),
      ...(maySend ? [] : [{ resource: schedule, what: 'its role may not send to its dead-letter queue' }]),
    ]
  })
}

interface Target {
  readonly Arn: unknown
  readonly RetryPolicy?: unknown
  readonly DeadLetterConfig?: { readonly Arn: unknown }
}

function common(template: Template, resource: string, target: Target): readonly Fault[] {
  const deadLetters = queueOf(template, target.DeadLetterConfig?.Arn)
  return [
    ...(target.RetryPolicy ? [] : [{ resource, what: 'a target has no RetryPolicy' }]),
    ...(deadLetters ? [] : [{ resource, what: 'a target has no dead-letter queue of this stack' }]),
    ...(deadLetters && deadLetters === queueOf(template, target.Arn)
      ? [{ resource, what: `${deadLetters} is both its target and its dead-letter queue` }]
      : []),
  ]
}

function queueOf({ Resources }: Template, arn: unknown): string | undefined {
  const logicalId = referenced(arn)
  return logicalId !== undefined && Resources[logicalId]?.Type === QUEUE ? logicalId : undefined
}

function takesFrom(template: Template, queue: string, rule: string): boolean {
  return statementsAbout(template, queue).some(
    ({ statement }) =>
      statement.services.includes('events.amazonaws.com') &&
      allows(statement, 'sqs:SendMessage', queue) &&
      holdsSource(statement, rule),
  )
}
