import type { Clock } from '../../clock.ts'
import type { Task } from './task.ts'

const LOOK_EVERY_MS = 100

/** Resolves when none of these tasks lives any more. */
export async function untilStopped(live: () => readonly Task[], clock: Clock): Promise<void> {
  while (live().length > 0) await clock.sleep(LOOK_EVERY_MS)
}
