import type { Checkpoint } from '../../shared/load/checkpoint.ts'
import { isTerminal, type Ledger, type LoadId, type LoadItem } from '../../shared/load/ledger.ts'
import type { Clock } from '../../shared/platform/clock.ts'

const LOOK_EVERY_MS = 500
/** Without a change for so long, something is said about it. */
const QUIET_MS = 60_000

/** What a person hears of a load on its way. */
export type Step =
  | { readonly kind: 'status'; readonly item: LoadItem }
  | { readonly kind: 'attempt'; readonly item: LoadItem }
  | { readonly kind: 'checkpoint'; readonly checkpoint: Checkpoint }
  | { readonly kind: 'quiet'; readonly item: LoadItem | undefined; readonly seconds: number }

/** Looks at the ledger until the load is at its end, or waits for the hour. There is no other bound than the signal. */
export async function followLoad(request: {
  readonly ledger: Pick<Ledger, 'read'>
  readonly id: LoadId
  /** The dataset's files are `queued` until the scheduled task comes. */
  readonly waitsForHour: boolean
  readonly clock: Clock
  readonly signal: AbortSignal
  onStep(step: Step): void
}): Promise<LoadItem> {
  const { ledger, id, clock, signal, onStep } = request
  let last: LoadItem | undefined
  let changedAt = clock.monotonic()
  let toldMs = 0
  for (;;) {
    const item = await ledger.read(id)
    const steps = item ? stepsBetween(last, item) : []
    for (const step of steps) onStep(step)
    if (item && (isTerminal(item.status) || (request.waitsForHour && item.status === 'queued'))) return item
    if (steps.length > 0) {
      changedAt = clock.monotonic()
      toldMs = 0
    }
    const quietMs = clock.monotonic() - changedAt
    if (quietMs >= toldMs + QUIET_MS) {
      onStep({ kind: 'quiet', item, seconds: Math.round(quietMs / 1000) })
      toldMs = quietMs
    }
    last = item
    await clock.sleep(LOOK_EVERY_MS, signal)
  }
}

function stepsBetween(last: LoadItem | undefined, item: LoadItem): Step[] {
  const steps: Step[] = []
  if (last?.status !== item.status) steps.push({ kind: 'status', item })
  else if (last.attempt !== item.attempt) steps.push({ kind: 'attempt', item })
  const { checkpoint } = item
  if (checkpoint && 'position' in checkpoint && checkpoint.rowsRead !== rowsOf(last))
    steps.push({ kind: 'checkpoint', checkpoint })
  return steps
}

function rowsOf(item: LoadItem | undefined): number | undefined {
  return item?.checkpoint && 'position' in item.checkpoint ? item.checkpoint.rowsRead : undefined
}
