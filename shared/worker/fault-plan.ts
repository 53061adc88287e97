import process from 'node:process'
import * as z from 'zod'
import { StevedoreError } from '../platform/error.ts'
import { FAULT_POINTS, type FaultPlan } from '../platform/fault-point.ts'

/** Longer than a lease and the grace after it: who is stalled so long has lost it when it wakes. */
const STALL_SECONDS = 60

const strikes = z.array(
  z.strictObject({
    point: z.enum(FAULT_POINTS),
    /** At which of the visits to the point, from 1. */
    nth: z.number().int().positive().default(1),
    action: z.enum(['kill', 'stall', 'throw']),
    /** `s3://bucket/key`: visits on behalf of other objects do not count. */
    object: z.string().optional(),
    seconds: z.number().positive().default(STALL_SECONDS),
  }),
)

/** What a plan does to its process; tests bring their own. */
export interface FaultActions {
  kill(): void
  /** Nothing else may run meanwhile, as in a process that is frozen. */
  stall(milliseconds: number): void
}

const ofThisProcess: FaultActions = {
  kill: () => process.kill(process.pid, 'SIGKILL'),
  stall: (milliseconds) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds),
}

/** Reads FAULT_PLAN, by which a test of the whole strikes a worker at a fault point. Throws `config.invalid`. */
export function readFaultPlan(
  text: string | undefined,
  actions: FaultActions = ofThisProcess,
): FaultPlan | undefined {
  if (!text) return undefined
  const waiting = parse(text).map((strike) => ({ ...strike, visitsLeft: strike.nth }))
  return (point, subject) => {
    for (const strike of waiting) {
      if (strike.point !== point || (strike.object ?? subject) !== subject) continue
      strike.visitsLeft--
      if (strike.visitsLeft !== 0) continue
      if (strike.action === 'kill') actions.kill()
      else if (strike.action === 'stall') actions.stall(strike.seconds * 1000)
      else throw new Error(`FAULT_PLAN throws at ${point} of ${subject}`)
    }
  }
}

function parse(text: string): z.infer<typeof strikes> {
  try {
    return strikes.parse(JSON.parse(text))
  } catch (cause) {
    throw new StevedoreError(
      'config.invalid',
      `FAULT_PLAN is no list of strikes: ${cause instanceof Error ? cause.message : String(cause)}. It is for tests: leave it out`,
      { cause },
    )
  }
}
