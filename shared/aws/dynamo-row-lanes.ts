import type { Tables } from '../write/tables.ts'
import { createFastLane, type FastLaneDeps } from './fast-lane.ts'
import { createSlowLane } from './slow-lane.ts'

/** The datasets' tables, by both lanes of one client, which must not retry: see createRowClient. */
export function createDynamoRowLanes(deps: FastLaneDeps): Tables & { close(): Promise<void> } {
  const fast = createFastLane(deps)
  return { fast: fast.send, slow: createSlowLane(deps), close: fast.close }
}
