import {
  stepConfigurationSchema,
  trackingConfigurationSchema,
} from '../../local/application-autoscaling/definition/scaling-policy.ts'
import { policyRule } from '../../local/application-autoscaling/policy/policy-rule.ts'
import { createRegistry } from '../../local/application-autoscaling/registry.ts'
import type { Counts } from '../../local/application-autoscaling/surroundings.ts'
import type { Alarm } from '../../local/cloudwatch/alarm/alarm.ts'
import { createAlarmActions } from '../../local/cloudwatch/alarm/alarm-actions.ts'
import type { AlarmProperties } from '../../local/cloudwatch/alarm/alarm-properties.ts'
import { alarmProperties } from '../../local/cloudwatch/alarm/alarm-properties.ts'
import { createAlarms } from '../../local/cloudwatch/alarm/alarms.ts'
import type { Cloudwatch } from '../../local/cloudwatch/index.ts'
import { createMetricStore, MINUTE_MS } from '../../local/cloudwatch/metric/metric-store.ts'
import { readQueries } from '../../local/cloudwatch/metric/read-queries.ts'
import { sample } from '../../local/cloudwatch/metric/sample.ts'
import type { Sources } from '../../local/cloudwatch/sources.ts'
import type { Site } from '../../local/site.ts'
import type { Scaling } from './packaged-scaling.ts'

/** SQS and Container Insights tell of a minute when the next one is over. */
const METRICS_LATE_MS = MINUTE_MS

export interface Scaler {
  /** To be called at every full minute, with what was in the minute before. */
  everyMinute(measured: Pick<Sources, 'queues' | 'services'> & { readonly cpuPercent: number }): void
}

/** The policies of a template on the local runtime's own CloudWatch and Application Auto Scaling, by a clock that is set. */
export function createScaler(
  scaling: Scaling,
  { now, counts }: { readonly now: () => number; readonly counts: Counts },
): Scaler {
  const clock = { now, sleep: () => Promise.reject(new Error('The simulation waits for nothing.')) }
  const site: Site = {
    region: 'us-east-1',
    accountId: '000000000000',
    dataFolder: '',
    endpoint: () => '',
    clock,
    fastClock: clock,
    logs: { say: () => undefined, open: () => notHere('logs'), close: async () => undefined },
  }
  const metrics = createMetricStore(clock)
  const actions = createAlarmActions(site, { publish: () => notHere('topics') })
  const alarms = createAlarms(site, { store: createStore(), metrics, actions, emit: () => undefined })
  let seenMinute = 0
  const registry = createRegistry({
    site,
    counts,
    metrics: {
      metricData: (queries, window) => {
        const start = seenMinute + MINUTE_MS - window.periods * window.periodSeconds * 1000
        return readQueries(metrics, queries, { start, ...window }).map(({ values }) => values)
      },
      putAlarm: (properties) => void alarms.put(properties, 'template'),
      deleteAlarm: alarms.remove,
      onAction: actions.on,
    } satisfies Pick<Cloudwatch, 'metricData' | 'putAlarm' | 'deleteAlarm' | 'onAction'>,
  })

  const { ServiceNamespace, ScalableDimension, ResourceId, MinCapacity, MaxCapacity } =
    scaling.target as unknown as Parameters<typeof registry.register>[0]
  const id = { ServiceNamespace, ScalableDimension, ResourceId }
  registry.register({ ...id, MinCapacity, MaxCapacity })
  const arns = scaling.policies.map((policy) => {
    const rule = policyRule({
      type: policy.PolicyType as 'StepScaling',
      steps: stepConfigurationSchema.parse(policy.StepScalingPolicyConfiguration),
      tracking: trackingConfigurationSchema.parse(policy.TargetTrackingScalingPolicyConfiguration),
    })
    return { kind: rule.kind, arn: registry.putPolicy(id, String(policy.PolicyName), rule).arn }
  })
  for (const properties of scaling.alarms) alarms.put(toldTo(properties), 'template')

  return {
    everyMinute({ cpuPercent, ...sources }) {
      const minute = Math.floor(now() / MINUTE_MS) * MINUTE_MS - MINUTE_MS
      const utilization = () => ({ cpu: cpuPercent })
      sample(metrics, { ...sources, functions: () => [] }, utilization, minute)
      seenMinute = minute - METRICS_LATE_MS
      alarms.evaluate(seenMinute)
    },
  }

  /** The one step policy there is takes what the alarms of the template tell. */
  function toldTo(properties: Scaling['alarms'][number]): AlarmProperties {
    const AlarmActions = arns.filter(({ kind }) => kind === 'step').map(({ arn }) => arn)
    return alarmProperties.parse({ ...properties, AlarmActions })
  }
}

function createStore() {
  const alarms = new Map<string, Alarm>()
  return {
    list: () => [...alarms.values()],
    find: (name: string) => alarms.get(name),
    put: (alarm: Alarm) => void alarms.set(alarm.properties.AlarmName, alarm),
    remove: (name: string) => void alarms.delete(name),
  }
}

function notHere(what: string): never {
  throw new Error(`The simulation has no ${what}.`)
}
