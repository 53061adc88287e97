import { z } from 'zod'
import { ApiError } from '../protocol/api-error.ts'
import { arn, type Site } from '../site.ts'
import { type Sender, senderOf } from './delivery/senders.ts'
import { compileInput, type TargetInput } from './input/compile-input.ts'
import { compilePattern, type EventPattern } from './pattern/compile-pattern.ts'
import { parseSchedule, type Schedule } from './schedule/parse-schedule.ts'
import { type Target, targetSchema } from './target.ts'

// EventBridge quotas: targets for each rule.
const TARGETS_MAX = 5

export const ruleNameSchema = z.string().regex(/^[.\-_A-Za-z0-9]{1,64}$/)

export const ruleDefinitionSchema = z.strictObject({
  name: ruleNameSchema,
  description: z.string().max(512).optional(),
  /** JSON. */
  eventPattern: z.string().optional(),
  scheduleExpression: z.string().max(256).optional(),
  state: z.enum(['ENABLED', 'DISABLED']),
  roleArn: z.string().optional(),
  targets: z.array(targetSchema),
  /** A rule of a template is made anew from it at every start; one made by the API is kept in a file. */
  origin: z.enum(['template', 'api']),
})

export type RuleDefinition = z.infer<typeof ruleDefinitionSchema>

export interface RuleTarget extends Target {
  readonly input: TargetInput
  readonly send: Sender
}

/** A rule that is ready to run. */
export interface Rule {
  readonly definition: RuleDefinition
  readonly name: string
  readonly arn: string
  readonly isEnabled: boolean
  readonly matches: EventPattern
  readonly schedule: Schedule | undefined
  readonly targets: readonly RuleTarget[]
}

/** Compiles a rule; throws an `ApiError` as PutRule or PutTargets would. */
export function compileRule(definition: RuleDefinition, site: Site): Rule {
  const { name, eventPattern, scheduleExpression, targets } = definition
  if (eventPattern === undefined && scheduleExpression === undefined) {
    throw invalid('Parameter(s) EventPattern or ScheduleExpression must be specified.')
  }
  if (targets.length > TARGETS_MAX) {
    throw new ApiError(
      'LimitExceededException',
      `Rule ${name} has ${targets.length} targets, the limit is ${TARGETS_MAX}.`,
    )
  }
  return {
    definition,
    name,
    arn: arn(site, 'events', `rule/${name}`),
    isEnabled: definition.state === 'ENABLED',
    matches: eventPattern === undefined ? () => false : compilePattern(eventPattern),
    schedule: scheduleExpression === undefined ? undefined : ruleSchedule(scheduleExpression, site),
    targets: targets.map(compileTarget),
  }
}

function ruleSchedule(expression: string, site: Site): Schedule {
  const schedule = parseSchedule(expression, { start: new Date(site.fastClock.now()) })
  if (schedule.kind === 'at') {
    throw invalid(
      `Parameter ScheduleExpression is not valid: a rule takes rate() and cron(), not ${expression}.`,
    )
  }
  return schedule
}

function compileTarget(target: Target): RuleTarget {
  const isCluster = target.Arn.split(':')[2] === 'ecs'
  if (isCluster && !target.EcsParameters) throw invalid(`EcsParameters is required for target ${target.Id}.`)
  if (isCluster && !target.RoleArn) throw invalid(`RoleArn is required for target ${target.Arn}.`)
  if (target.Arn.endsWith('.fifo') && !target.SqsParameters?.MessageGroupId) {
    throw invalid(`Parameter(s) SqsParameters must be specified for target: ${target.Id}.`)
  }
  return { ...target, input: compileInput(target), send: senderOf(target) }
}

function invalid(message: string): ApiError {
  return new ApiError('ValidationException', message)
}
