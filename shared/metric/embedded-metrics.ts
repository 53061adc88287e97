import { type Dimensions, type Figures, METRICS, type MetricGroup, NAMESPACE } from './metrics.ts'

/** Figures of one group, for a line of the log. */
export interface LineMetrics {
  readonly group: MetricGroup
  readonly fields: Readonly<Record<string, string | number>>
  readonly names: readonly string[]
}

export function metricsOf<Group extends MetricGroup>(
  group: Group,
  dimensions: Dimensions<Group>,
  figures: Figures<Group>,
): LineMetrics {
  const given = Object.entries(figures).filter((entry): entry is [string, number] => entry[1] !== undefined)
  return {
    group,
    fields: { ...dimensions, ...Object.fromEntries(given) },
    names: given.map(([name]) => name),
  }
}

/**
 * Fields of a line of the log that CloudWatch makes metrics of, by its embedded format; none where there are no figures.
 * `at` is in milliseconds since 1970.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function embeddedMetrics(at: number, ...groups: readonly LineMetrics[]): Record<string, unknown> {
  if (groups.length === 0) return {}
  return {
    _aws: {
      Timestamp: at,
      CloudWatchMetrics: groups.map(({ group, names }) => ({
        Namespace: NAMESPACE,
        Dimensions: [METRICS[group].dimensions],
        Metrics: names.map((Name) => ({ Name, Unit: unitOf(group, Name) })),
      })),
    },
    ...Object.assign({}, ...groups.map(({ fields }) => fields)),
  }
}

function unitOf(group: MetricGroup, name: string): string {
  const units: Readonly<Record<string, string>> = METRICS[group].units
  return units[name] ?? 'None'
}
