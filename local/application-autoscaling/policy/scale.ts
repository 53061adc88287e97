import type { AlarmSignal } from '../../cloudwatch/alarm/alarm.ts'
import { changeCount, clamp } from '../change-count.ts'
import type { Cooldown, ScalableTarget } from '../definition/scalable-target.ts'
import type { PolicyRule, ScalingPolicy } from '../definition/scaling-policy.ts'
import type { Surroundings } from '../surroundings.ts'
import { agreedCapacity } from './agreed-capacity.ts'
import { stepCapacity } from './step-capacity.ts'
import { trackedCapacity } from './tracked-capacity.ts'

const COOLDOWN_SECONDS_DEFAULT = 300 // of ECS services: APIReference/API_TargetTrackingScalingPolicyConfiguration.html

/** Acts on an alarm of a policy, once a minute for as long as it is in ALARM. */
export function scale(
  around: Surroundings,
  target: ScalableTarget,
  policy: ScalingPolicy,
  signal: AlarmSignal,
): void {
  const { latestValue: value } = signal
  if (signal.state !== 'ALARM' || value === undefined) return
  const now = around.site.fastClock.now()
  const { desired, deploying } = around.counts.serviceCounts(target.id.ResourceId)
  const cooldown = target.cooldown && target.cooldown.until > now ? target.cooldown : undefined
  const wanted = wantedCapacity(policy, signal, value, baseOf(desired, cooldown))
  if (wanted === undefined) {
    around.site.logs.say('scaling', `${policy.name}: no step for ${value} at threshold ${signal.threshold}`)
    return
  }
  const cause = `monitor alarm ${signal.name} in state ALARM triggered policy ${policy.name}`
  const change = (count: number) =>
    changeCount(around, target, count, cause, `policy ${policy.name} at ${Number(value.toPrecision(3))}`)
  const start = (direction: Cooldown['direction']) => {
    if (direction === 'out' && cooldown?.direction === 'out') return
    const until = now + cooldownSeconds(policy.rule, direction) * 1000
    target.cooldown = { direction, base: desired, until }
  }
  if (clamp(wanted, target) > desired) {
    if (target.suspended.DynamicScalingOutSuspended) return
    if (change(wanted)) start('out')
    return
  }
  // An ongoing rollout holds scale-in up, as with ECS: its old tasks go by themselves.
  if (wanted >= desired || target.suspended.DynamicScalingInSuspended || deploying) return
  if (cooldown) return
  const agreed = policy.rule.kind === 'step' ? wanted : agreedCapacity(around, target, policy, wanted)
  if (agreed !== undefined && change(agreed)) start('in')
}

/**
 * While a scale-out cools down, what it added counts: the next one is reckoned from the same count as it was, and does
 * not make the cooldown longer, for by then more tasks run than that.
 */
function baseOf(desired: number, cooldown: Cooldown | undefined): number {
  return cooldown?.direction === 'out' ? Math.min(desired, cooldown.base) : desired
}

function wantedCapacity(
  { rule }: ScalingPolicy,
  { threshold }: AlarmSignal,
  value: number,
  base: number,
): number | undefined {
  if (rule.kind === 'step') return stepCapacity(rule.steps, base, value - threshold)
  return trackedCapacity(base, value, rule.tracking.TargetValue)
}

function cooldownSeconds(rule: PolicyRule, direction: Cooldown['direction']): number {
  const given =
    rule.kind === 'step'
      ? rule.steps.Cooldown
      : direction === 'out'
        ? rule.tracking.ScaleOutCooldown
        : rule.tracking.ScaleInCooldown
  return given ?? COOLDOWN_SECONDS_DEFAULT
}
