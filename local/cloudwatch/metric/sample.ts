import type { Sources, TaskSample } from '../sources.ts'
import type { Metric } from './metric.ts'
import type { MetricStore } from './metric-store.ts'

/** Puts what SQS, ECS, Container Insights and Lambda would publish for the minute that begins at `at`. */
export function sample(
  store: Pick<MetricStore, 'put'>,
  sources: Pick<Sources, 'queues' | 'services' | 'functions'>,
  utilization: (tasks: readonly TaskSample[]) => { readonly cpu?: number; readonly memory?: number },
  at: number,
): void {
  const put = (Namespace: string, dimensions: Record<string, string>, values: Record<string, number>) => {
    const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }))
    for (const [MetricName, value] of Object.entries(values)) {
      const metric: Metric = { Namespace, MetricName, Dimensions }
      store.put(metric, { count: 1, sum: value, minimum: value, maximum: value }, at)
    }
  }

  for (const queue of sources.queues()) {
    put(
      'AWS/SQS',
      { QueueName: queue.name },
      {
        ApproximateNumberOfMessagesVisible: queue.visible,
        ApproximateNumberOfMessagesNotVisible: queue.inFlight,
        ApproximateNumberOfMessagesDelayed: queue.delayed,
        ApproximateAgeOfOldestMessage: queue.oldestAgeSeconds ?? 0,
      },
    )
  }
  for (const { name, invocations, errors } of sources.functions())
    put('AWS/Lambda', { FunctionName: name }, { Invocations: invocations, Errors: errors })
  for (const { cluster, service, running, desired, pending, tasks } of sources.services()) {
    const dimensions = { ClusterName: cluster, ServiceName: service }
    const { cpu, memory } = utilization(tasks)
    put('ECS/ContainerInsights', dimensions, {
      RunningTaskCount: running,
      DesiredTaskCount: desired,
      PendingTaskCount: pending,
    })
    put('AWS/ECS', dimensions, {
      ...(cpu === undefined ? {} : { CPUUtilization: cpu }),
      ...(memory === undefined ? {} : { MemoryUtilization: memory }),
    })
  }
}
