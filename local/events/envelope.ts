import { randomUUID } from 'node:crypto'
import type { EventInput } from '../event.ts'
import type { Site } from '../site.ts'

/** An event as rules see it and targets get it. */
export interface Envelope extends Readonly<Record<string, unknown>> {
  readonly version: '0'
  readonly id: string
  readonly 'detail-type': string
  readonly source: string
  readonly account: string
  /** ISO 8601, whole seconds. */
  readonly time: string
  readonly region: string
  readonly resources: readonly string[]
  readonly detail: Readonly<Record<string, unknown>>
}

export function makeEnvelope(event: EventInput, site: Site): Envelope {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': event.detailType,
    source: event.source,
    account: site.accountId,
    time: isoSeconds(event.time ?? new Date(site.clock.now())),
    region: site.region,
    resources: event.resources,
    detail: event.detail,
  }
}

export function isoSeconds(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/, 'Z')
}
