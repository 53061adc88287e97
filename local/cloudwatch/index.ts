import { join } from 'node:path'
import type { Plugin } from '../plugin.ts'
import type { Site } from '../site.ts'
import { cloudwatchActions } from './actions/index.ts'
import type { Act } from './alarm/alarm.ts'
import { createAlarmActions } from './alarm/alarm-actions.ts'
import type { AlarmProperties } from './alarm/alarm-properties.ts'
import { createAlarmStore } from './alarm/alarm-store.ts'
import { createAlarms } from './alarm/alarms.ts'
import { createApi } from './api/create-api.ts'
import { dashboardResource } from './dashboard-resource.ts'
import { everyMinute } from './every-minute.ts'
import { embeddedMetrics } from './metric/embedded-metrics.ts'
import type { MetricDataQuery } from './metric/metric.ts'
import { createMetricStore, MINUTE_MS } from './metric/metric-store.ts'
import { readProcess } from './metric/read-process.ts'
import { readQueries } from './metric/read-queries.ts'
import { sample } from './metric/sample.ts'
import { createUtilization } from './metric/utilization.ts'
import { alarmResource } from './resource.ts'
import type { Sources } from './sources.ts'

export type { AlarmSignal } from './alarm/alarm.ts'
export type { AlarmProperties } from './alarm/alarm-properties.ts'

export interface Cloudwatch extends Plugin {
  /**
   * Of each query that returns data, in their order: one value per period, oldest first, undefined where there is
   * none. The last period ends with the newest minute that was measured. Throws an ApiError.
   */
  metricData(
    queries: readonly MetricDataQuery[],
    window: { readonly periodSeconds: number; readonly periods: number },
  ): readonly (readonly (number | undefined)[])[]
  /** Takes the metrics that a line of a log carries in the embedded format. */
  readLine(line: string): void
  /** Takes the alarm actions whose ARN begins so. An alarm with an action that nobody takes is refused. */
  onAction(arnPrefix: string, act: Act): void
  /** Makes an alarm, or brings the one of that name to these properties; its state stays. Throws an ApiError. */
  putAlarm(properties: AlarmProperties): void
  /** An alarm that is not there is nothing to complain about. */
  deleteAlarm(name: string): void
}

/**
 * CloudWatch's metrics and alarms, measured and evaluated once a minute of the fast clock. Alarms live in
 * `<dataFolder>/cloudwatch`, metrics in memory.
 */
export function createCloudwatch(site: Site, sources: Sources): Cloudwatch {
  const metrics = createMetricStore(site.fastClock)
  const actions = createAlarmActions(site, sources)
  const store = createAlarmStore(join(site.dataFolder, 'cloudwatch'))
  const emitted = new Set<Promise<void>>()
  const alarms = createAlarms(site, {
    store,
    metrics,
    actions,
    emit: (event) => {
      const sent = sources
        .emit(event)
        .catch((error: unknown) => say(error))
        .finally(() => emitted.delete(sent))
      emitted.add(sent)
    },
  })
  const utilization = createUtilization(site.clock, readProcess)
  const closing = new AbortController()
  let measured = Math.floor(site.fastClock.now() / MINUTE_MS) * MINUTE_MS

  function say(error: unknown): void {
    site.logs.say('cloudwatch', error instanceof Error ? (error.stack ?? error.message) : String(error))
  }

  function measure(minute: number): void {
    measured = minute
    try {
      sample(metrics, sources, utilization, minute)
      alarms.evaluate(minute)
    } catch (error) {
      say(error)
    }
  }

  const running = everyMinute(site.fastClock, measure, closing.signal).catch((error: unknown) => {
    if (!closing.signal.aborted) say(error)
  })

  return {
    scopes: ['monitoring'],
    resources: [alarmResource(alarms), dashboardResource],
    handle: createApi(cloudwatchActions({ site, metrics, alarms })),
    metricData: (queries, { periodSeconds, periods }) =>
      readQueries(metrics, queries, {
        start: measured + MINUTE_MS - periods * periodSeconds * 1000,
        periodSeconds,
        periods,
      }).map(({ values }) => values),
    readLine: (line) => {
      try {
        for (const { metric, point } of embeddedMetrics(line))
          metrics.put(metric, point, site.fastClock.now())
      } catch (error) {
        say(error)
      }
    },
    onAction: actions.on,
    putAlarm: (properties) => {
      alarms.put(properties, 'template')
    },
    deleteAlarm: alarms.remove,
    async close() {
      closing.abort(new Error('The local CloudWatch is closing.'))
      await running
      await Promise.all(emitted)
      await actions.settled()
    },
  }
}
