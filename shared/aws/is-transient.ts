/** Names by which AWS says "not now" with a status of the caller's fault. */
const THROTTLING = /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|ProvisionedThroughputExceeded/
/** Of the connection, where no answer came at all. */
const NO_ANSWER = /^(ECONN|EPIPE|ETIMEDOUT|EAI_AGAIN|ENOTFOUND|EHOST|ENET)|^TimeoutError$/

/** Whether a call that failed so may succeed later as it stands. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { name, code, $fault, $metadata } = error as Error & {
    code?: unknown
    $fault?: unknown
    $metadata?: { httpStatusCode?: number }
  }
  const status = $metadata?.httpStatusCode
  if (status === 429 || (status !== undefined && status >= 500) || $fault === 'server') return true
  return (
    THROTTLING.test(name) || [name, code].some((text) => typeof text === 'string' && NO_ANSWER.test(text))
  )
}
