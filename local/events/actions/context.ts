import { z } from 'zod'
import { ApiError } from '../../protocol/api-error.ts'
import { arn, type Site } from '../../site.ts'
import type { Envelope } from '../envelope.ts'
import type { Rules } from '../rules.ts'

/** What the actions of the API work on. */
export interface EventsContext {
  readonly site: Site
  readonly rules: Rules
  /** Matches an event against all rules; resolves once it is accepted. */
  readonly publish: (event: Envelope) => Promise<void>
}

export const busName = z.string().optional()

/** There is one bus. Another name is an error, as for a bus that was never made. */
export function requireDefaultBus(name: string | undefined, site: Site): void {
  if (name === undefined || name === 'default' || name === busArn(site)) return
  throw new ApiError(
    'ResourceNotFoundException',
    `Event bus ${name} does not exist: the local runtime has the default bus only.`,
  )
}

export function busArn(site: Site): string {
  return arn(site, 'events', 'event-bus/default')
}
