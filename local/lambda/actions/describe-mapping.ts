import { arn, type Site } from '../../site.ts'
import type { Mapping } from '../mapping/mapping.ts'

/** An `EventSourceMappingConfiguration` of the API. */
export function describeMapping(site: Site, mapping: Mapping) {
  const settings = mapping.settings()
  return {
    UUID: settings.uuid,
    EventSourceMappingArn: arn(site, 'lambda', `event-source-mapping:${settings.uuid}`),
    EventSourceArn: settings.queueArn,
    FunctionArn: settings.functionArn,
    BatchSize: settings.batchSize,
    MaximumBatchingWindowInSeconds: settings.windowSeconds,
    FunctionResponseTypes: settings.reportsFailures ? ['ReportBatchItemFailures'] : [],
    ScalingConfig: { MaximumConcurrency: settings.maximumConcurrency },
    State: settings.enabled ? 'Enabled' : 'Disabled',
    StateTransitionReason: 'USER_INITIATED',
    LastModified: mapping.modifiedAt.getTime() / 1000,
  }
}
