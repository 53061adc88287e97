import { ApiError } from '../../protocol/api-error.ts'
import { evaluateExpression } from '../math/evaluate-expression.ts'
import type { Series, Value } from '../math/value.ts'
import type { MetricDataQuery } from './metric.ts'
import type { MetricStore } from './metric-store.ts'

interface Window {
  readonly start: number
  readonly periodSeconds: number
  readonly periods: number
}

interface Answer {
  readonly id: string
  readonly label: string
  readonly values: Series
}

const SECONDS_PER_MINUTE = 60

/** The series of every query that returns data; one that is a list gives several. Throws an ApiError. */
export function readQueries(
  store: Pick<MetricStore, 'read'>,
  queries: readonly MetricDataQuery[],
  window: Window,
): readonly Answer[] {
  const values = new Map<string, Value>()
  const underway = new Set<string>()

  function resultOf(id: string): Value | undefined {
    const known = values.get(id)
    const query = queries.find((other) => other.Id === id)
    if (known || !query) return known
    if (underway.has(id)) throw invalid(`The expressions go round in a circle at ${id}.`)
    underway.add(id)
    const value = query.Expression === undefined ? measured(query) : worked(query.Expression)
    values.set(id, value)
    return value
  }

  function measured({ Id, MetricStat }: MetricDataQuery): Value {
    if (!MetricStat) throw invalid(`Query ${Id} has no MetricStat.`)
    const period = MetricStat.Period ?? window.periodSeconds
    if (period !== window.periodSeconds) {
      throw invalid(
        `All queries have one period: ${Id} has ${period} s, others have ${window.periodSeconds} s.`,
      )
    }
    return { kind: 'series', values: store.read(MetricStat.Metric, MetricStat.Stat, window) }
  }

  function worked(expression: string): Value {
    return evaluateExpression(expression, {
      value: resultOf,
      metrics: () =>
        queries
          .filter(({ MetricStat }) => MetricStat)
          .map(({ Id }) => resultOf(Id))
          .flatMap((value) => (value?.kind === 'series' ? [value.values] : [])),
      periodSeconds: window.periodSeconds,
    })
  }

  checkQueries(queries, window.periodSeconds)
  return queries
    .filter(({ ReturnData }) => ReturnData !== false)
    .flatMap((query) => {
      const value = resultOf(query.Id)
      const label = query.Label ?? query.MetricStat?.Metric.MetricName ?? query.Id
      if (value?.kind === 'series') return [{ id: query.Id, label, values: value.values }]
      if (value?.kind === 'list') return value.lines.map((values) => ({ id: query.Id, label, values }))
      throw invalid(
        `Query ${query.Id} gives a single number: an expression that returns data gives a time series.`,
      )
    })
}

function checkQueries(queries: readonly MetricDataQuery[], periodSeconds: number): void {
  const ids = queries.map(({ Id }) => Id)
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  if (twice) throw invalid(`Two queries have the id ${twice}.`)
  if (!(periodSeconds > 0) || periodSeconds % SECONDS_PER_MINUTE !== 0) {
    throw invalid(`The local runtime measures once a minute: period ${periodSeconds} s is no multiple of 60.`)
  }
}

function invalid(message: string): ApiError {
  return new ApiError('ValidationError', message)
}
