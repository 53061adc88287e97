import type { PolicyRule } from '../../../local/application-autoscaling/definition/scaling-policy.ts'
import { createRegistry } from '../../../local/application-autoscaling/registry.ts'
import { type Clock, createClock } from '../../../local/clock.ts'
import { ApiError } from '../../../local/protocol/api-error.ts'
import type { Site } from '../../../local/site.ts'
import { createFakeMetrics } from './fake-metrics.ts'

export const ID = {
  ServiceNamespace: 'ecs',
  ResourceId: 'service/cluster/worker',
  ScalableDimension: 'ecs:service:DesiredCount',
} as const

/** A service of some tasks, scaled by policies, with a clock that a test moves by minutes; with a speed it runs by itself. */
export function setup({ desired = 2, min = 2, max = 10, speed = 0 } = {}) {
  let now = Date.UTC(2030, 0, 1)
  const clock: Clock =
    speed > 0 ? createClock(speed) : { now: () => now, sleep: (_ms, signal) => untilAborted(signal) }
  const service = { desired, deploying: false }
  const said: string[] = []
  const fake = createFakeMetrics()
  const site = {
    region: 'us-east-1',
    accountId: '000000000000',
    fastClock: clock,
    clock,
    logs: { say: (_source: string, text: string) => said.push(text) },
  } as unknown as Site
  const around = {
    site,
    metrics: fake.metrics,
    counts: {
      serviceCounts: (id: string) => {
        if (id !== ID.ResourceId) throw new ApiError('ServiceNotFoundException', `Service not found: ${id}.`)
        return service
      },
      setDesiredCount: (_id: string, count: number) => {
        service.desired = count
      },
    },
  }
  const registry = createRegistry(around)
  const target = registry.register({ ...ID, MinCapacity: min, MaxCapacity: max })
  const minutes = (count: number, values: Record<string, number | undefined>) => {
    for (let minute = 0; minute < count; minute += 1) {
      now += 60_000
      fake.minute(values)
    }
    return service.desired
  }
  return {
    around,
    registry,
    target,
    service,
    said,
    alarms: fake.alarms,
    ring: fake.alarm,
    minutes,
    seconds: (count: number) => {
      now += count * 1000
    },
    put: (name: string, rule: PolicyRule) => registry.putPolicy(ID, name, rule),
  }
}

function untilAborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
}

/** Tracks a metric of this name. */
export function tracks(
  MetricName: string,
  TargetValue: number,
  more: { ScaleInCooldown?: number; ScaleOutCooldown?: number; DisableScaleIn?: boolean } = {},
): PolicyRule {
  return {
    kind: 'target-tracking',
    tracking: {
      TargetValue,
      CustomizedMetricSpecification: { Namespace: 'test', MetricName, Statistic: 'Average' },
      ...more,
    },
  }
}
