import type { DeadLetters } from '../load/dead-letter.ts'
import type { LoadItem } from '../load/ledger.ts'
import type { LoadMessage } from '../message/load-message.ts'
import type { QueueSight } from './next-repair.ts'

/** The way of a load: a queue, and where its dead letters go. */
export interface Route {
  readonly name: 'loads' | 'launches'
  /** Resolves once the message is durable. */
  send(message: Omit<LoadMessage, 'kind'>): Promise<void>
  sight(): Promise<QueueSight>
  readonly deadLetters: DeadLetters
}

export interface Routes {
  readonly loads: Route
  readonly launches: Route
  /** Larger objects go to `launches`. */
  readonly routeBytes: number
}

/** The way that a load went before, which `launch-load` marks with a capacity; one without that mark goes by its size. */
export function routeOf(
  routes: Routes,
  { launch, size }: { readonly launch?: LoadItem['launch'] | undefined; readonly size?: number | undefined },
): Route {
  if (launch?.capacity !== undefined) return routes.launches
  return size !== undefined && size > routes.routeBytes ? routes.launches : routes.loads
}
