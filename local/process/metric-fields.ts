/** The fields of a log line that are there for CloudWatch's embedded metrics: people read the others. */
export function metricFields(entry: Readonly<Record<string, unknown>>): ReadonlySet<string> {
  const { CloudWatchMetrics } = (entry._aws ?? {}) as { CloudWatchMetrics?: unknown }
  if (!Array.isArray(CloudWatchMetrics)) return new Set()
  const named = CloudWatchMetrics.flatMap(({ Dimensions, Metrics }: Directive) => [
    ...(Dimensions ?? []).flat(),
    ...(Metrics ?? []).map(({ Name }) => Name),
  ])
  return new Set(['_aws', ...named])
}

interface Directive {
  readonly Dimensions?: readonly (readonly string[])[]
  readonly Metrics?: readonly { readonly Name: string }[]
}
