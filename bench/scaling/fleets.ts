import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { fromZero } from './from-zero.ts'
import { packagedScaling, type Scaling } from './packaged-scaling.ts'
import type { Fleet } from './simulate.ts'

/** Of their CPU, as one would set it. */
const CPU_PERCENT = 70

interface Tracking {
  readonly CustomizedMetricSpecification?: {
    readonly Metrics: readonly { readonly Expression?: string; readonly ReturnData: boolean }[]
  }
}

/** The service as it is packaged, and what one could have instead, with the limits and pauses of the same template. */
export function fleetsOf(packaged: string): readonly Fleet[] {
  const scaling = packagedScaling(packaged)
  const { MinCapacity, MaxCapacity } = scaling.target as { MinCapacity: number; MaxCapacity: number }
  const backlog = onBacklogAlone(scaling)
  const scaled = (name: string, scaling: Scaling): Fleet => ({ name, kind: 'scaled', scaling })
  const always = (tasks: number): Fleet => ({ name: `always ${tasks} tasks`, kind: 'fixed', tasks })
  return [
    scaled(`as packaged, ${MinCapacity} to ${MaxCapacity} tasks`, scaling),
    scaled(`as packaged, 0 to ${MaxCapacity} tasks`, fromZero(scaling)),
    scaled('backlog alone (scaleOnCpu: 0)', backlog),
    scaled('queue depth alone (scaleOn: messages)', withTracking(backlog, onMessages)),
    scaled(`CPU alone, at ${CPU_PERCENT} %`, withTracking(backlog, onCpu)),
    always(MinCapacity),
    always(MaxCapacity),
  ]
}

function onBacklogAlone(scaling: Scaling): Scaling {
  return { ...scaling, policies: scaling.policies.filter(({ PolicyName }) => PolicyName === 'backlog') }
}

function withTracking(scaling: Scaling, change: (tracking: Tracking) => object): Scaling {
  const name = 'TargetTrackingScalingPolicyConfiguration'
  return {
    ...scaling,
    policies: scaling.policies.map((policy) =>
      policy[name] ? { ...policy, [name]: change(policy[name] as Tracking) } : policy,
    ),
  }
}

function onMessages(tracking: Tracking): object {
  const file = join(import.meta.dirname, '..', '..', 'infra', 'scaling-expressions.yml')
  const { messages } = parse(readFileSync(file, 'utf8')) as { messages: string }
  const Metrics = tracking.CustomizedMetricSpecification?.Metrics.map((query) =>
    query.ReturnData ? { ...query, Expression: messages } : query,
  )
  return { ...tracking, CustomizedMetricSpecification: { Metrics } }
}

function onCpu({ CustomizedMetricSpecification: _backlog, ...tracking }: Tracking): object {
  return {
    ...tracking,
    TargetValue: CPU_PERCENT,
    PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
  }
}
