import type { AuditEnd } from '../../../../shared/audit/run-audit.ts'
import { createAuditWorld } from './audit-world.ts'

/** A world whose runs take no time of the test. */
export function setup() {
  const world = createAuditWorld()
  const run = (...args: Parameters<typeof world.run>) => world.clock.until(world.run(...args))
  return { ...world, run }
}

/** The report of a run that came to its end. */
export function reportOf(end: AuditEnd | 'busy') {
  if (end === 'busy' || end.kind !== 'done') throw new Error(`No report: ${JSON.stringify(end)}`)
  return end.report
}
