import { VISIBILITY_SECONDS } from '../../../shared/queue/limits.ts'
import { type Resource, resourcesOf, type Template } from '../template.ts'
import { referenced, refersTo } from './referenced.ts'
import type { Rule } from './rule.ts'

const QUEUE = 'AWS::SQS::Queue'
/** Lambda tries a batch again while it is throttled. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const TIMEOUTS_HIDDEN = 6
/** Fewer, and a service that is down for minutes sends good messages to the dead letters. */
const RECEIVES_MIN = 5
/** The longest that SQS keeps a message: 14 days. */
const RETENTION_SECONDS_MAX = 1_209_600

// A message that comes back while it is worked is worked twice. One that goes to the dead letters keeps the age it has:
// where they keep it no longer than its queue did, it is gone before someone looks.
export const queuesOutlastTheirConsumers: Rule = {
  name: 'queues-outlast-their-consumers',
  check: (template) =>
    resourcesOf(template, QUEUE).flatMap(([resource, queue]) => {
      const isDeadLetters = sourcesOf(template, resource).length > 0
      return [
        ...hidden(template, resource, queue),
        ...(queue.Properties.RedrivePolicy ? redriven(template, queue) : []),
        ...(isDeadLetters || isOfTarget(template, resource) ? watched(template, resource) : []),
      ].map((what) => ({ resource, what }))
    }),
  breaks: [
    {
      how: 'messages come back while their function may still run',
      at: 'Launches',
      change: (the) => {
        the('Launches').Properties.VisibilityTimeout = 179
      },
    },
    {
      how: 'the wait for a full batch is left out',
      at: 'Stops',
      change: (the) => {
        the('Stops').Properties.VisibilityTimeout = 180
      },
    },
    {
      how: 'messages of the service are hidden for less than its workers reckon with',
      at: 'Loads',
      change: (the) => {
        the('Loads').Properties.VisibilityTimeout = 30
      },
    },
    {
      how: 'a message is given up after few receives',
      at: 'Loads',
      change: (the) => {
        the('Loads').Properties.RedrivePolicy.maxReceiveCount = 4
      },
    },
    {
      how: 'dead letters are kept for a shorter time than the messages were',
      at: 'Launches',
      change: (the) => {
        the('LaunchesDeadLetter').Properties.MessageRetentionPeriod = 345_600
      },
    },
    {
      how: 'nobody is told of dead letters',
      at: 'StopsDeadLetter',
      change: (_the, resources) => delete resources.StopsDeadLetterAlarm,
    },
    {
      how: 'an alarm tells nobody',
      at: 'AuditDeadLetter',
      change: (the) => {
        the('AuditDeadLetterAlarm').Properties.AlarmActions = []
      },
    },
  ],
}

function hidden(template: Template, name: string, { Properties }: Resource): string[] {
  const mappings = resourcesOf(template, 'AWS::Lambda::EventSourceMapping').filter(([, mapping]) =>
    refersTo(mapping.Properties.EventSourceArn, name),
  )
  const needed = mappings.map(([, mapping]) => {
    const { Timeout } =
      template.Resources[referenced(mapping.Properties.FunctionName) ?? '']?.Properties ?? {}
    return TIMEOUTS_HIDDEN * Timeout + (mapping.Properties.MaximumBatchingWindowInSeconds ?? 0)
  })
  if (name === 'Loads') needed.push(VISIBILITY_SECONDS)
  return needed
    .filter((seconds) => !(Properties.VisibilityTimeout >= seconds))
    .map(
      (seconds) => `hides a message for ${Properties.VisibilityTimeout} s; its consumer needs ${seconds} s`,
    )
}

function redriven({ Resources }: Template, { Properties }: Resource): string[] {
  const { deadLetterTargetArn, maxReceiveCount } = Properties.RedrivePolicy
  const kept = Resources[referenced(deadLetterTargetArn) ?? '']?.Properties.MessageRetentionPeriod
  const keptLonger = kept > Properties.MessageRetentionPeriod || kept === RETENTION_SECONDS_MAX
  return [
    ...(maxReceiveCount >= RECEIVES_MIN ? [] : [`gives a message up after ${maxReceiveCount} receives`]),
    ...(keptLonger ? [] : [`keeps a message longer than its dead letters do, which is ${kept} s`]),
  ]
}

function watched(template: Template, name: string): string[] {
  const alarms = resourcesOf(template, 'AWS::CloudWatch::Alarm').filter(
    ([, { Properties }]) =>
      Properties.MetricName === 'ApproximateNumberOfMessagesVisible' &&
      Properties.Dimensions.some(({ Value }: { Value: unknown }) => refersTo(Value, name)) &&
      Properties.AlarmActions?.length > 0,
  )
  return alarms.length > 0 ? [] : ['nobody is told of its messages: it has no alarm that acts']
}

function sourcesOf(template: Template, name: string) {
  return resourcesOf(template, QUEUE).filter(([, { Properties }]) =>
    refersTo(Properties.RedrivePolicy?.deadLetterTargetArn, name),
  )
}

/** Whether it takes what a rule or a schedule could not deliver. */
function isOfTarget(template: Template, name: string): boolean {
  const targets = [
    ...resourcesOf(template, 'AWS::Events::Rule').flatMap(([, { Properties }]) => Properties.Targets),
    ...resourcesOf(template, 'AWS::Scheduler::Schedule').map(([, { Properties }]) => Properties.Target),
  ]
  return targets.some(({ DeadLetterConfig }) => refersTo(DeadLetterConfig?.Arn, name))
}
