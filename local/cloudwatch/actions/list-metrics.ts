import { z } from 'zod'
import { action } from '../api/action.ts'
import type { Context } from './context.ts'

export function listMetrics({ metrics }: Context) {
  return action({
    name: 'ListMetrics',
    input: z.strictObject({
      Namespace: z.string().optional(),
      MetricName: z.string().optional(),
      Dimensions: z.array(z.strictObject({ Name: z.string(), Value: z.string().optional() })).optional(),
      // All that is kept is recent.
      RecentlyActive: z.literal('PT3H').optional(),
    }),
    run: ({ Namespace, MetricName, Dimensions = [] }) => ({
      Metrics: metrics
        .list()
        .filter(
          (metric) =>
            (Namespace === undefined || metric.Namespace === Namespace) &&
            (MetricName === undefined || metric.MetricName === MetricName) &&
            Dimensions.every(({ Name, Value }) =>
              metric.Dimensions?.some(
                (own) => own.Name === Name && (Value === undefined || own.Value === Value),
              ),
            ),
        ),
    }),
  })
}
