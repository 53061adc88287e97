import { isTerminal, type Lease, type LoadItem } from './ledger.ts'
import { FRUITLESS_MAX, TAKEOVER_GRACE_MS, WAITS_AFTER_FRUITLESS_MS } from './limits.ts'
import type { TerminalStatus } from './outcome.ts'

export type NextStep =
  | { readonly kind: 'already'; readonly status: TerminalStatus }
  | { readonly kind: 'reopen'; readonly item: LoadItem }
  | { readonly kind: 'supersede'; readonly by: LoadItem }
  | { readonly kind: 'wait-behind'; readonly newer: LoadItem }
  | { readonly kind: 'held'; readonly lease: Lease }
  | { readonly kind: 'too-soon'; readonly waitMs: number; readonly fruitless: number }
  | { readonly kind: 'give-up'; readonly item: LoadItem; readonly fruitless: number }
  | { readonly kind: 'claim'; readonly fruitless: number }

export interface Sight {
  readonly versionId: string
  readonly mine: LoadItem | undefined
  /** Newer versions of the key; none where the dataset's versions do not replace one another. */
  readonly newer: readonly LoadItem[]
  /** Another's lease, run out or not. */
  readonly lease: Lease | undefined
  readonly messageAttempt: number | undefined
  /** Milliseconds since 1970. */
  readonly now: number
}

/** What is to be done with a load, from what the ledger shows. Decides; touches nothing. */
export function nextStep({ mine, newer, lease, messageAttempt, now }: Sight): NextStep {
  if (mine && isTerminal(mine.status)) {
    const reopens = mine.status === 'failed' && messageAttempt === mine.attempt
    return reopens ? { kind: 'reopen', item: mine } : { kind: 'already', status: mine.status }
  }
  const loaded = newer.find(({ status }) => status === 'loaded')
  if (loaded) return { kind: 'supersede', by: loaded }
  const loading = newer.find(({ status }) => status === 'loading')
  if (loading) return { kind: 'wait-behind', newer: loading }
  if (lease && !isFree(lease, now)) return { kind: 'held', lease }

  const fruitless = countFruitless(mine)
  if (mine && fruitless >= FRUITLESS_MAX) return { kind: 'give-up', item: mine, fruitless }
  const waitMs = mine ? waitLeft(mine, fruitless, now) : 0
  return waitMs > 0 ? { kind: 'too-soon', waitMs, fruitless } : { kind: 'claim', fruitless }
}

export function isFree(lease: Lease, now: number): boolean {
  return lease.expiresAt < now - TAKEOVER_GRACE_MS
}

function countFruitless(mine: LoadItem | undefined): number {
  if (!mine) return 0
  return died(mine) ? mine.fruitless + 1 : mine.fruitless
}

/** Whether the attempt before this one ended on its way: it neither wrote a checkpoint nor was handed back. */
function died({ status, owner, checkpoint, attempt }: LoadItem): boolean {
  return status === 'loading' && owner !== undefined && checkpoint?.attempt !== attempt
}

function waitLeft(mine: LoadItem, fruitless: number, now: number): number {
  if (!died(mine)) return 0
  const wait = WAITS_AFTER_FRUITLESS_MS[fruitless - 1] ?? 0
  return Date.parse(mine.statusAt) + wait - now
}
