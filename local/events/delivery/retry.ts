import { EVENT_AGE_SECONDS_MAX, RETRY_ATTEMPTS_MAX, type Target } from '../target.ts'

const FIRST_WAIT_MILLISECONDS = 1_000
// 185 tries, the most there are, then spread over a day.
const WAIT_MILLISECONDS_MAX = 10 * 60 * 1_000

export type Next =
  | { readonly kind: 'wait'; readonly milliseconds: number }
  | { readonly kind: 'exhausted'; readonly condition: 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds' }

/** What follows on a failed try: exponential waits with jitter, until the target's policy is used up. */
export function nextTry(options: {
  readonly policy: Target['RetryPolicy']
  /** Tries made after the first. */
  readonly retries: number
  readonly ageMilliseconds: number
  readonly random: () => number
}): Next {
  const { policy, retries, ageMilliseconds } = options
  if (retries >= (policy?.MaximumRetryAttempts ?? RETRY_ATTEMPTS_MAX)) {
    return { kind: 'exhausted', condition: 'MaximumRetryAttempts' }
  }
  const longest = Math.min(WAIT_MILLISECONDS_MAX, FIRST_WAIT_MILLISECONDS * 2 ** Math.min(retries, 30))
  const milliseconds = longest * (0.5 + options.random() / 2)
  const ageMax = (policy?.MaximumEventAgeInSeconds ?? EVENT_AGE_SECONDS_MAX) * 1_000
  return ageMilliseconds + milliseconds > ageMax
    ? { kind: 'exhausted', condition: 'MaximumEventAgeInSeconds' }
    : { kind: 'wait', milliseconds }
}
