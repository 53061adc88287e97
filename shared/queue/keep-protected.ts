import type { Clock } from '../platform/clock.ts'
import { ERRORS, StevedoreError } from '../platform/error.ts'
import type { Log } from '../platform/log.ts'
import { OVER } from '../platform/over.ts'
import {
  BUSY_MS_MAX,
  IDLE_AFTER_MS,
  PROTECTION_BACKOFF_MS,
  PROTECTION_MINUTES,
  PROTECTION_TRIES_MAX,
  UNPROTECTED_MS,
} from './limits.ts'
import { slept } from './slept.ts'
import type { TaskProtection } from './task-protection.ts'

/** The task's protection as work comes and goes. Nothing here rejects: an unprotected worker only hands back more often. */
export interface KeptProtection {
  /** Resolves when the task is protected, or cannot be. */
  busy(): Promise<void>
  /** The protection ends soon, unless work comes. */
  idle(): void
  /** Whether the worker was protected for so long that it must come to rest first. */
  isWornOut(): boolean
  /** Ends the protection of an idle worker, and gives ECS the time to stop it. */
  rest(signal: AbortSignal): Promise<void>
}

export function keepProtected(deps: {
  readonly protection: TaskProtection
  readonly clock: Clock
  readonly random: () => number
  readonly log: Log
}): KeptProtection {
  const { protection, clock, random, log } = deps
  let since: number | undefined
  /** One change after another, so that the last one asked for is what stands. */
  let changed = Promise.resolve()
  let pause = new AbortController()

  return { busy, idle, isWornOut, rest }

  function busy(): Promise<void> {
    pause.abort(OVER)
    if (since === undefined) {
      since = clock.monotonic()
      change('protected from scale-in', () => protection.protect(PROTECTION_MINUTES))
    }
    return changed
  }

  function idle(): void {
    pause = new AbortController()
    slept(clock, IDLE_AFTER_MS, pause.signal).then((isIdle) => {
      if (isIdle) unprotect()
    })
  }

  function isWornOut(): boolean {
    return since !== undefined && clock.monotonic() - since >= BUSY_MS_MAX
  }

  async function rest(signal: AbortSignal): Promise<void> {
    pause.abort(OVER)
    unprotect()
    await changed
    await slept(clock, UNPROTECTED_MS, signal)
  }

  function unprotect(): void {
    since = undefined
    change('free for scale-in', () => protection.unprotect())
  }

  function change(what: string, ask: () => Promise<void>): void {
    changed = changed
      .then(() => tried(ask))
      .then(
        () => log.debug(`The task is ${what}`),
        (error: unknown) => log.warn(`The task could not be made ${what}: work goes on`, { error }),
      )
  }

  async function tried(ask: () => Promise<void>): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        return await ask()
      } catch (error) {
        if (tries === PROTECTION_TRIES_MAX || !mayPass(error)) throw error
      }
      await clock.sleep(PROTECTION_BACKOFF_MS * 2 ** (tries - 1) * (0.5 + random() / 2))
    }
  }
}

function mayPass(error: unknown): boolean {
  return error instanceof StevedoreError && ERRORS[error.code] === 'later'
}
