import { METRICS } from '../../shared/metric/metrics.ts'
import { WAIT_SECONDS } from '../../shared/queue/limits.ts'
import { costOf } from './prices.ts'
import type { CostLine } from './small-files.ts'
import { taskCost } from './task-cost.ts'

const HOUR_SECONDS = 3_600
const MONTH_HOURS = 730
/** Of Container Insights: what it tells of a cluster, a service and a task definition; of tasks nothing where none runs. */
const METRICS_WITH_TASKS = 37
const METRICS_WITHOUT_TASKS = 8
/** Metrics that the alarms of the packaged template look at, with the three sample datasets. */
export const ALARM_METRICS = 26
/** Two alarms that target tracking makes itself: each on the three metrics of the backlog, and each on the CPU. */
const TRACKING_METRICS = 8
/** What the audit counts, every hour. */
const AUDIT_METRICS = Object.keys(METRICS.audit.units).length
/** The same three for the first task. */
const FIRST_TASK_METRICS = 3

/** US dollars a month for a stack to which no file comes. */
export function costOfIdleMonth(minTasks: number): readonly CostLine[] {
  const taskSeconds = minTasks * MONTH_HOURS * HOUR_SECONDS
  const alarmMetrics = ALARM_METRICS + TRACKING_METRICS + (minTasks === 0 ? FIRST_TASK_METRICS : 0)
  return [
    { what: 'tasks', usd: taskCost(taskSeconds) },
    { what: 'SQS: long polls', usd: costOf('sqsRequest', taskSeconds / WAIT_SECONDS) },
    {
      what: 'Container Insights, about',
      usd: costOf('metricMonth', minTasks > 0 ? METRICS_WITH_TASKS : METRICS_WITHOUT_TASKS),
    },
    { what: 'alarms', usd: costOf('alarmMetricMonth', alarmMetrics) },
    { what: 'metrics of the audit', usd: costOf('metricMonth', AUDIT_METRICS) },
    { what: 'the dashboard', usd: costOf('dashboardMonth', 1) },
  ]
}
