import type { Dataset } from '../dataset/dataset.ts'
import type { Clock } from '../platform/clock.ts'
import { StevedoreError } from '../platform/error.ts'
import { describeObject } from './describe-object.ts'
import { loadId } from './end-load.ts'
import { asRead, isTerminal, type Leases, type Ledger, type LoadChange, type LoadItem } from './ledger.ts'
import { BUSY_RETRY_SECONDS, CLAIM_ROUNDS_MAX } from './limits.ts'
import { isFree } from './next-step.ts'
import { type ObjectVersion, objectName } from './object-version.ts'
import type { LoadOutcome } from './outcome.ts'
import { reopen } from './reopen.ts'

/** Why an object version is not to be loaded. */
export const IGNORED = {
  'ignored.folder-marker': 'the key ends in a slash: it is a folder of the S3 console',
  'ignored.no-dataset':
    'no dataset matches the key. Add one, or widen the `match` of one, then upload it again',
} as const

export type IgnoredCode = keyof typeof IGNORED

/** What becomes of an object version that is not to be loaded, or not now. */
export function createSetAside(deps: {
  readonly ledger: Ledger
  /** While a deploy is under way, a worker of another release may be at work on what this one has no dataset for. */
  readonly leases: Pick<Leases, 'read'>
  readonly clock: Clock
}) {
  const { ledger, leases, clock } = deps
  return { ignore, waitForHour }

  async function ignore(object: ObjectVersion, code: IgnoredCode): Promise<LoadOutcome> {
    const time = new Date(clock.now()).toISOString()
    return writeOnce(object, undefined, async (item) => {
      if (await isAtWork(item))
        return { outcome: { kind: 'busy', heldFor: 'this-version', retryAfterSeconds: BUSY_RETRY_SECONDS } }
      const set: LoadChange['set'] = {
        ...described(object, item),
        status: 'ignored',
        statusAt: time,
        settledAt: time,
        error: { code, message: IGNORED[code] },
      }
      return { change: { set, remove: ['checkpoint'] }, outcome: { kind: 'settled', status: 'ignored' } }
    })
  }

  async function isAtWork(item: LoadItem | undefined): Promise<boolean> {
    if (item?.status !== 'loading') return false
    const lease = await leases.read(item.object)
    return lease?.versionId === item.version && !isFree(lease, clock.now())
  }

  async function waitForHour(
    object: ObjectVersion,
    dataset: Pick<Dataset, 'name'>,
    messageAttempt: number | undefined,
  ): Promise<LoadOutcome> {
    const time = new Date(clock.now()).toISOString()
    const set: LoadChange['set'] = {
      ...described(object, undefined),
      dataset: dataset.name,
      status: 'queued',
      statusAt: time,
      queuedAt: time,
    }
    return writeOnce(object, messageAttempt, async (item) => ({
      ...(item ? {} : { change: { set } }),
      outcome: { kind: 'waits-for-hour' },
    }))
  }

  /** Reads the item, and writes what `decide` says of an open one or of none; again where it moved in between. */
  async function writeOnce(
    object: ObjectVersion,
    messageAttempt: number | undefined,
    decide: (item: LoadItem | undefined) => Promise<{ change?: LoadChange; outcome: LoadOutcome }>,
  ): Promise<LoadOutcome> {
    for (let round = 1; round <= CLAIM_ROUNDS_MAX; round++) {
      const item = await ledger.read(loadId(object))
      if (item && isTerminal(item.status)) {
        if (item.status !== 'failed' || messageAttempt !== item.attempt)
          return { kind: 'already', status: item.status }
        await reopen(ledger, item, clock.now())
        continue
      }
      const { change, outcome } = await decide(item)
      if (!change || (await ledger.change(loadId(object), asRead(item), change)) === 'done') return outcome
    }
    throw new StevedoreError(
      'dependency.unavailable',
      `The ledger's item of ${objectName(object)} does not stand still`,
    )
  }
}

function described(object: ObjectVersion, item: LoadItem | undefined): LoadChange['set'] {
  return { ...describeObject(object), attempt: item?.attempt ?? 0, fruitless: item?.fruitless ?? 0 }
}
