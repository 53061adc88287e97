import type { Clock } from './clock.ts'
import type { Permissions } from './iam/permissions.ts'
import type { Logs } from './logs.ts'

/** What every part of the local runtime knows of its surroundings. */
export interface Site {
  readonly region: string
  readonly accountId: string
  /** Absolute. A plug-in keeps its state in a folder of its own name below it. */
  readonly dataFolder: string
  /** `http://127.0.0.1:PORT`, no slash at its end. Known once the gateway listens. */
  endpoint(): string
  /** Real time: leases, visibility, timeouts. */
  readonly clock: Clock
  /** The same, faster by `--speed`: schedules, and the pauses of services. */
  readonly fastClock: Clock
  readonly logs: Logs
  /** Who may do what. Without it, as where one service is tried alone, everybody may do everything. */
  readonly permissions?: Permissions
}

export function arn(site: Pick<Site, 'region' | 'accountId'>, service: string, resource: string): string {
  return `arn:aws:${service}:${site.region}:${site.accountId}:${resource}`
}
