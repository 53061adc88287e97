import { StevedoreError } from '../platform/error.ts'
import { CLOCK_SKEW_REFUSED_MS, DATE_RESOLUTION_MS } from './limits.ts'

/**
 * Leases are compared across machines by wall clock: one that is wrong here would break them there. The database's
 * clock was read somewhere between asking and receiving, so only what is surely too far is refused.
 */
export function refuseSkewedClock(times: {
  readonly asked: number
  readonly received: number
  readonly answeredAt: number | undefined
}): void {
  const { asked, received, answeredAt } = times
  if (answeredAt === undefined) return
  const behindMs = answeredAt - received
  const aheadMs = asked - (answeredAt + DATE_RESOLUTION_MS)
  const skewMs = Math.max(behindMs, aheadMs)
  if (skewMs <= CLOCK_SKEW_REFUSED_MS) return
  throw new StevedoreError(
    'clock.skewed',
    `This machine's clock is ${skewMs} ms ${behindMs > aheadMs ? 'behind' : 'ahead of'} DynamoDB's, more than the ${CLOCK_SKEW_REFUSED_MS} ms that leases allow: set it right`,
  )
}
