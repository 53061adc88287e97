import type { Later } from './message.ts'

/** A message waits no longer than this for want of a turn, unless it asked for more. */
const GROWN_DELAY_SECONDS_MAX = 900
/** Up to so much longer by chance, so that messages that failed together do not come back together. */
const JITTER = 0.25

/** The delay in whole seconds before a message is delivered again: doubled for each delivery so far, and never less than asked. */
export function growingDelay(
  { afterSeconds, exactly }: Later,
  receiveCount: number,
  random: () => number,
): number {
  const doubled = exactly ? afterSeconds : afterSeconds * 2 ** Math.max(0, receiveCount - 1)
  const grown = Math.max(afterSeconds, Math.min(doubled, GROWN_DELAY_SECONDS_MAX))
  return Math.ceil(grown * (1 + JITTER * random()))
}
