import { ApiError } from '../protocol/api-error.ts'
import type { Site } from '../site.ts'
import { changeCount } from './change-count.ts'
import type { ScalableTarget, SuspendedState } from './definition/scalable-target.ts'
import type { PolicyRule, ScalingPolicy } from './definition/scaling-policy.ts'
import type { ScheduledAction, ScheduledActionChange } from './definition/scheduled-action.ts'
import { type TargetId, targetIdOf } from './definition/target-id.ts'
import { scale } from './policy/scale.ts'
import { trackingAlarms } from './policy/tracking-alarms.ts'
import { policyArn, scalableTargetArn, scheduledActionArn, stableUuid } from './resource-arn.ts'
import { createScheduledActions } from './schedule/scheduled-actions.ts'
import type { Surroundings } from './surroundings.ts'

interface Registration extends TargetId {
  readonly MinCapacity?: number | undefined
  readonly MaxCapacity?: number | undefined
  readonly SuspendedState?: SuspendedState | undefined
}

/** The scalable targets with their policies and scheduled actions. What is missing is an ObjectNotFoundException. */
export interface Registry {
  readonly site: Site
  /** Makes a target or changes what is given; a count outside the limits moves to the nearest at once. */
  register(registration: Registration): ScalableTarget
  deregister(id: TargetId): void
  find(id: TargetId): ScalableTarget
  all(): readonly ScalableTarget[]
  putPolicy(id: TargetId, name: string, rule: PolicyRule): ScalingPolicy
  deletePolicy(id: TargetId, name: string): void
  putScheduledAction(id: TargetId, input: ScheduledActionChange): ScheduledAction
  deleteScheduledAction(id: TargetId, name: string): void
  close(): Promise<void>
}

export function createRegistry(around: Surroundings): Registry {
  const { site, metrics } = around
  const targets = new Map<string, ScalableTarget>()
  const schedules = createScheduledActions(around)

  metrics.onAction(policyArn(site, undefined, ''), (actionArn, signal) => {
    for (const target of targets.values()) {
      const policy = [...target.policies.values()].find(({ arn }) => arn === actionArn)
      if (policy) attempt(around, policy.name, () => scale(around, target, policy, signal))
    }
  })

  function find(id: TargetId): ScalableTarget {
    const target = targets.get(id.ResourceId)
    if (!target) throw notFound(`No scalable target registered for ${nameOf(id)}`)
    return target
  }

  function deletePolicy(id: TargetId, name: string): void {
    const policy = find(id).policies.get(name)
    if (!policy) throw notFound(`No scaling policy found named ${name} for ${nameOf(id)}`)
    for (const alarm of policy.alarmNames) metrics.deleteAlarm(alarm)
    find(id).policies.delete(name)
  }

  function deleteScheduledAction(id: TargetId, name: string): void {
    if (!find(id).scheduledActions.delete(name)) {
      throw notFound(`No scheduled action found named ${name} for ${nameOf(id)}`)
    }
    schedules.remove(find(id), name)
  }

  return {
    site,
    find,
    all: () => [...targets.values()],
    deletePolicy,
    deleteScheduledAction,
    register(registration) {
      const target = registered(around, registration, targets.get(registration.ResourceId))
      targets.set(registration.ResourceId, target)
      const { desired } = around.counts.serviceCounts(registration.ResourceId)
      if (desired < target.min) changeCount(around, target, desired, `minimum capacity is ${target.min}`)
      else if (desired > target.max) changeCount(around, target, desired, `maximum capacity is ${target.max}`)
      return target
    },
    deregister(id) {
      const target = find(id)
      for (const name of [...target.policies.keys()]) deletePolicy(id, name)
      for (const name of [...target.scheduledActions.keys()]) deleteScheduledAction(id, name)
      targets.delete(id.ResourceId)
    },
    putPolicy(id, name, rule) {
      const target = find(id)
      const there = target.policies.get(name)
      const uuid = stableUuid(site, `${id.ResourceId} ${name}`)
      const arn = policyArn(site, id, name)
      const alarms =
        rule.kind === 'target-tracking'
          ? Object.values(trackingAlarms(rule.tracking, { id: targetIdOf(id), arn, uuid }))
          : []
      const alarmNames = alarms.map(({ AlarmName }) => AlarmName)
      for (const old of there?.alarmNames ?? []) if (!alarmNames.includes(old)) metrics.deleteAlarm(old)
      for (const alarm of alarms) metrics.putAlarm(alarm)
      const createdAt = there?.createdAt ?? site.fastClock.now()
      const policy = { name, arn, createdAt, rule, alarmNames }
      target.policies.set(name, policy)
      return policy
    },
    putScheduledAction(id, input) {
      const target = find(id)
      const name = input.ScheduledActionName
      const there = target.scheduledActions.get(name)
      const Schedule = input.Schedule ?? there?.input.Schedule
      if (Schedule === undefined || !(input.ScalableTargetAction ?? there?.input.ScalableTargetAction)) {
        throw new ApiError(
          'ValidationException',
          `The new scheduled action ${name} needs Schedule and ScalableTargetAction.`,
        )
      }
      const action = {
        input: { ...there?.input, ...input, Schedule },
        arn: scheduledActionArn(site, id, name),
        createdAt: there?.createdAt ?? site.fastClock.now(),
      }
      schedules.set(target, action)
      target.scheduledActions.set(name, action)
      return action
    },
    close: schedules.close,
  }
}

function registered(
  { site }: Surroundings,
  { MinCapacity, MaxCapacity, SuspendedState, ...id }: Registration,
  there: ScalableTarget | undefined,
): ScalableTarget {
  const min = MinCapacity ?? there?.min
  const max = MaxCapacity ?? there?.max
  if (min === undefined || max === undefined) {
    throw new ApiError('ValidationException', `A new scalable target needs MinCapacity and MaxCapacity.`)
  }
  if (min > max) {
    throw new ApiError(
      'ValidationException',
      `Maximum capacity cannot be less than minimum capacity: ${max} < ${min}.`,
    )
  }
  const suspended = SuspendedState ?? there?.suspended ?? {}
  if (there) return Object.assign(there, { min, max, suspended })
  return {
    id: targetIdOf(id),
    arn: scalableTargetArn(site, id),
    createdAt: site.fastClock.now(),
    min,
    max,
    suspended,
    policies: new Map(),
    scheduledActions: new Map(),
    activities: [],
  }
}

/** An alarm knows no one to tell that scaling failed: the screen does. */
function attempt({ site }: Surroundings, policy: string, act: () => void): void {
  try {
    act()
  } catch (error) {
    site.logs.say('scaling', `policy ${policy} failed: ${error instanceof Error ? error.message : error}`)
  }
}

function nameOf({ ServiceNamespace, ResourceId, ScalableDimension }: TargetId): string {
  return `service namespace ${ServiceNamespace}, resource ID ${ResourceId}, scalable dimension ${ScalableDimension}`
}

function notFound(message: string): ApiError {
  return new ApiError('ObjectNotFoundException', message)
}
