import { ApiError } from '../../protocol/api-error.ts'
import { MINUTE_MS } from '../metric/metric-store.ts'

const PERIODS_MAX = 100_800 // AWS: datapoints of one answer (API_GetMetricData.html)

/** The whole periods from `start` up to `end`, which is left out. Times in milliseconds. */
export function askedPeriods(start: number, end: number, periodSeconds: number) {
  const length = periodSeconds * 1000
  if (!(periodSeconds > 0) || length % MINUTE_MS !== 0) {
    throw invalid(`The local runtime measures once a minute: period ${periodSeconds} s is no multiple of 60.`)
  }
  if (!(start < end)) throw invalid('StartTime must be before EndTime.')
  const first = Math.floor(start / length) * length
  const periods = Math.ceil((end - first) / length)
  if (periods > PERIODS_MAX) throw invalid(`${periods} periods were asked for, more than ${PERIODS_MAX}.`)
  return { start: first, periodSeconds, periods }
}

function invalid(message: string): ApiError {
  return new ApiError('InvalidParameterValue', message)
}
