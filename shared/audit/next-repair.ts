import { isTerminal, type Lease, type LoadItem } from '../load/ledger.ts'
import { isFree, nextStep } from '../load/next-step.ts'
import type { ObjectVersion } from '../load/object-version.ts'
import { EVENT_DELAY_MS, SEND_AGAIN_MS, START_MS } from './limits.ts'

/** A queue as a run saw it. */
export interface QueueSight {
  /** Nothing visible, in work or delayed. */
  readonly isEmpty: boolean
  /** When it was seen empty before, milliseconds since 1970. What waits by now may be the run's own. */
  readonly emptyAt?: number
  /** When the oldest message in it was sent, milliseconds since 1970. Absent where that is not known. */
  readonly waitingSince?: number
}

export interface AuditSight {
  readonly object: ObjectVersion
  readonly item: LoadItem | undefined
  /** Of the object's key, run out or not. */
  readonly lease: Lease | undefined
  /** The dataset's `when`. Undefined where no dataset takes the key. */
  readonly when: 'arrival' | 'hourly' | undefined
  /** The queue of its route. */
  readonly queue: QueueSight
  /** S3 says that this version is not there. */
  readonly isGone?: boolean
  readonly now: number
  readonly lostAfterMs: number
}

/** Why a load was repaired: the words of the report. */
export const REASONS = {
  'event-missed': 'no event of the upload came',
  'never-started': 'queued, and nobody came for it',
  'waited-too-long': 'queued for more than six hours',
  'lease-ran-out': 'its worker died: the lease ran out',
  'lease-gone': 'its attempt ended, and no message brought it back',
  'key-held': 'its attempt ended, and another version of the key is at work',
  'attempts-exhausted': 'five attempts in a row came no further',
  'version-gone': 'the object version was deleted',
  'task-hung': 'the task was past its lease',
} as const

export type Reason = keyof typeof REASONS

export type Repair =
  | { readonly kind: 'none'; readonly why: NoRepair }
  /** Write `queued` where no item is; then send it, unless its dataset waits for the hour. */
  | { readonly kind: 'enter'; readonly reason: Reason }
  | { readonly kind: 'send'; readonly reason: Reason }
  /** The hour has come: load it here. */
  | { readonly kind: 'load' }
  | { readonly kind: 'fail'; readonly reason: Reason; readonly fruitless: number }
  | { readonly kind: 'close-gone'; readonly reason: Reason }

/** `arrives`: its event may be on its way. `waits`: its message may be among those that wait. */
type NoRepair = 'settled' | 'held' | 'arrives' | 'waits' | 'no-dataset'

/** What is to be done about one object version, so that it is terminal, leased, or queued with a message. Touches nothing. */
export function nextRepair(sight: AuditSight): Repair {
  const { item, lease, now } = sight
  if (!item) return ofUnknown(sight)
  if (isTerminal(item.status)) return none('settled')
  if (lease?.versionId === item.version && !isFree(lease, now)) return none('held')
  if (sight.isGone) return { kind: 'close-gone', reason: 'version-gone' }
  if (sight.when === 'hourly') return { kind: 'load' }

  const step = nextStep({
    ...{ versionId: item.version, mine: item, newer: [], now },
    ...{ lease: undefined, messageAttempt: undefined },
  })
  if (step.kind === 'give-up')
    return { kind: 'fail', reason: 'attempts-exhausted', fruitless: step.fruitless }
  return item.status === 'queued'
    ? ofQueued(item, sight)
    : { kind: 'send', reason: reasonOf(lease, item, now) }
}

/** Known to the bucket alone. */
function ofUnknown({ object, when, queue, now, lostAfterMs }: AuditSight): Repair {
  if (!when) return none('no-dataset')
  const uploadedAt = timeOf(object.uploadedAt)
  if (now - uploadedAt < lostAfterMs) return none('arrives')
  return mayWait(uploadedAt, queue) ? none('waits') : { kind: 'enter', reason: 'event-missed' }
}

/** Whether a message that was sent for an upload of then may be among those in the queue. */
function mayWait(uploadedAt: number, { isEmpty, waitingSince }: QueueSight): boolean {
  if (isEmpty) return false
  return waitingSince === undefined || uploadedAt + EVENT_DELAY_MS >= waitingSince
}

function ofQueued(item: LoadItem, { queue, now, lostAfterMs }: AuditSight): Repair {
  const queuedAt = timeOf(item.queuedAt ?? item.statusAt)
  const dueAt = queuedAt + Math.max(lostAfterMs, START_MS)
  if (now - queuedAt >= SEND_AGAIN_MS) return { kind: 'send', reason: 'waited-too-long' }
  if (now < dueAt) return none('arrives')
  const emptyAt = queue.isEmpty ? now : (queue.emptyAt ?? Number.NEGATIVE_INFINITY)
  return dueAt <= emptyAt ? { kind: 'send', reason: 'never-started' } : none('waits')
}

function reasonOf(lease: Lease | undefined, item: LoadItem, now: number): Reason {
  if (!lease) return 'lease-gone'
  if (lease.versionId === item.version) return 'lease-ran-out'
  return isFree(lease, now) ? 'lease-gone' : 'key-held'
}

function none(why: NoRepair): Repair {
  return { kind: 'none', why }
}

/** What has no time is as old as can be. */
function timeOf(text: string | undefined): number {
  const time = Date.parse(text ?? '')
  return Number.isNaN(time) ? 0 : time
}
