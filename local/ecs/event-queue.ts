import type { Emit, EventInput } from '../event.ts'
import type { Site } from '../site.ts'

export interface EventQueue {
  /** Puts it on the bus after those before it. */
  add(event: EventInput): void
  /** Resolves once the bus has all of them. */
  drained(): Promise<void>
}

/** Keeps the order of events. One that the bus refuses is told on the screen and does not hold up the next. */
export function createEventQueue(site: Site, emit: Emit): EventQueue {
  let last: Promise<void> = Promise.resolve()
  return {
    add(event) {
      last = last
        .then(() => emit(event))
        .catch((error: unknown) => {
          site.logs.say('ecs', `${event.detailType} of ${event.resources[0]} is lost: ${String(error)}`)
        })
    },
    drained: () => last,
  }
}
