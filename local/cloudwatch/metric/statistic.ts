import { z } from 'zod'
import { ApiError } from '../../protocol/api-error.ts'
import type { Datapoint } from './metric-store.ts'

export const statisticName = z.enum(['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'])

type StatisticName = z.infer<typeof statisticName>

const STATISTICS: Readonly<Record<StatisticName, (point: Datapoint) => number>> = {
  SampleCount: ({ count }) => count,
  Average: ({ sum, count }) => sum / count,
  Sum: ({ sum }) => sum,
  Minimum: ({ minimum }) => minimum,
  Maximum: ({ maximum }) => maximum,
}

/** Percentiles need every value ever put, which is not kept here. */
export function readStatistic(stat: string): (point: Datapoint) => number {
  if (Object.hasOwn(STATISTICS, stat)) return STATISTICS[stat as StatisticName]
  throw new ApiError(
    'InvalidParameterValue',
    `The local runtime has no statistic ${stat}: it has ${Object.keys(STATISTICS).join(', ')}.`,
  )
}
