import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
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
  return [
    { name: `as packaged, ${MinCapacity} to ${MaxCapacity} tasks`, kind: 'scaled', scaling },
    {
      name: `as packaged, 0 to ${MaxCapacity} tasks`,
      kind: 'scaled',
      scaling: packagedScaling(packaged, { fromZero: true }),
    },
    { name: `as packaged, and CPU at ${CPU_PERCENT} %`, kind: 'scaled', scaling: withCpuToo(scaling) },
    { name: 'queue depth (scaleOn: messages)', kind: 'scaled', scaling: withTracking(scaling, onMessages) },
    { name: `CPU at ${CPU_PERCENT} %`, kind: 'scaled', scaling: withTracking(scaling, onCpu) },
    { name: `always ${MinCapacity} tasks`, kind: 'fixed', tasks: MinCapacity },
    { name: `always ${MaxCapacity} tasks`, kind: 'fixed', tasks: MaxCapacity },
  ]
}

/** As the parameter scaleOnCpu does it: the service has what the larger of both asks for. */
function withCpuToo(scaling: Scaling): Scaling {
  const cpu = withTracking(scaling, onCpu).policies.map((policy) => ({ ...policy, PolicyName: 'cpu' }))
  return { ...scaling, policies: [...scaling.policies, ...cpu] }
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
