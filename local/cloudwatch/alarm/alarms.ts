import { isDeepStrictEqual } from 'node:util'
import type { EventInput } from '../../event.ts'
import { ApiError } from '../../protocol/api-error.ts'
import { arn, type Site } from '../../site.ts'
import { type MetricStore, MINUTE_MS } from '../metric/metric-store.ts'
import type { Alarm, AlarmState } from './alarm.ts'
import type { AlarmActions } from './alarm-actions.ts'
import { alarmEvent } from './alarm-event.ts'
import { alarmLine } from './alarm-line.ts'
import type { AlarmProperties } from './alarm-properties.ts'
import { alarmPeriodSeconds, alarmSeries } from './alarm-queries.ts'
import { alarmReason } from './alarm-reason.ts'
import type { AlarmStore } from './alarm-store.ts'
import { evaluationRange, judge } from './judge.ts'

// AWS: AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html, EvaluationPeriods
const HOUR_SECONDS = 3600
const DAY_SECONDS = 24 * HOUR_SECONDS
const DAYS_OF_HOURS_MAX = 7

export interface Alarms {
  /** Throws an ApiError for an alarm that could not be evaluated. */
  put(properties: AlarmProperties, origin: Alarm['origin']): Alarm
  remove(name: string): void
  list(): readonly Alarm[]
  /** Until the next evaluation says otherwise. A ResourceNotFound where there is none. */
  setState(name: string, state: AlarmState, reason: string, reasonData?: string): void
  /** Evaluates all of them over the periods that end with this minute. */
  evaluate(minute: number): void
}

export function createAlarms(
  site: Site,
  deps: {
    readonly store: AlarmStore
    readonly metrics: Pick<MetricStore, 'read'>
    readonly actions: AlarmActions
    readonly emit: (event: EventInput) => void
  },
): Alarms {
  const { store, metrics, actions } = deps

  function seriesOf(properties: AlarmProperties, minute: number): readonly (number | undefined)[] {
    const periodSeconds = alarmPeriodSeconds(properties)
    const periods = evaluationRange(properties)
    const start = minute + MINUTE_MS - periods * periodSeconds * 1000
    return alarmSeries(properties, metrics, { start, periodSeconds, periods })
  }

  function change(
    before: Alarm,
    after: Pick<Alarm, 'state' | 'reason' | 'reasonData'>,
    latestValue?: number,
  ): void {
    const isNew = before.state !== after.state
    const alarm = isNew ? { ...before, ...after, stateUpdatedAt: site.clock.now() } : before
    if (isNew) {
      store.put(alarm)
      const line = alarmLine(alarm, before)
      if (line !== undefined) site.logs.say('alarm', line)
      deps.emit(alarmEvent(alarm, before))
    }
    const value = latestValue === undefined ? {} : { latestValue }
    actions.run(alarm, before, { ...value, at: site.fastClock.now() })
  }

  return {
    list: store.list,
    remove: store.remove,
    put(properties, origin) {
      const { EvaluationPeriods, DatapointsToAlarm = EvaluationPeriods, AlarmName } = properties
      if (DatapointsToAlarm > EvaluationPeriods) {
        throw new ApiError(
          'ValidationError',
          `Alarm ${AlarmName}: DatapointsToAlarm ${DatapointsToAlarm} is more than EvaluationPeriods ${EvaluationPeriods}.`,
        )
      }
      checkRange(properties)
      actions.check(properties)
      seriesOf(properties, 0)
      const known = store.find(AlarmName)
      const now = site.clock.now()
      const isSame = known && isDeepStrictEqual(known.properties, properties)
      const alarm: Alarm = {
        state: 'INSUFFICIENT_DATA',
        reason: 'Unchecked: Initial alarm creation',
        stateUpdatedAt: now,
        ...known,
        arn: arn(site, 'cloudwatch', `alarm:${AlarmName}`),
        properties,
        configuredAt: isSame ? known.configuredAt : now,
        origin,
      }
      store.put(alarm)
      return alarm
    },
    setState(name, state, reason, reasonData) {
      const alarm = store.list().find(({ properties }) => properties.AlarmName === name)
      if (!alarm) throw new ApiError('ResourceNotFound', `Unknown alarm: ${name}.`, 404)
      change(alarm, { state, reason, ...(reasonData === undefined ? {} : { reasonData }) })
    },
    evaluate(minute) {
      for (const alarm of store.list()) {
        const range = seriesOf(alarm.properties, minute)
        const state = judge(alarm.properties, range, alarm.state)
        const periods = alarm.properties.EvaluationPeriods
        const recent = range.filter((value) => value !== undefined).slice(-periods)
        const reasonData = JSON.stringify({
          version: '1.0',
          queryDate: new Date(site.fastClock.now()).toISOString().replace('Z', '+0000'),
          statistic: alarm.properties.Statistic,
          period: alarmPeriodSeconds(alarm.properties),
          recentDatapoints: recent,
          threshold: alarm.properties.Threshold,
        })
        change(
          alarm,
          { state, reason: alarmReason(alarm.properties, state, range), reasonData },
          recent.at(-1),
        )
      }
    },
  }
}

/** How far back an alarm may look: a day, and with periods of an hour or more a week. */
function checkRange(properties: AlarmProperties): void {
  const period = alarmPeriodSeconds(properties)
  const max = period >= HOUR_SECONDS ? DAYS_OF_HOURS_MAX * DAY_SECONDS : DAY_SECONDS
  if (properties.EvaluationPeriods * period <= max) return
  throw new ApiError(
    'ValidationError',
    `Alarm ${properties.AlarmName}: Metrics cannot be checked across more than ${max / DAY_SECONDS} days (EvaluationPeriods * Period must be <= ${max}).`,
  )
}
