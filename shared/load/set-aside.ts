import type { Dataset } from '../dataset/dataset.ts'
import type { Clock } from '../platform/clock.ts'
import { StevedoreError } from '../platform/error.ts'
import { describeObject } from './describe-object.ts'
import { loadId } from './end-load.ts'
import { asRead, isTerminal, type Ledger, type LoadChange, type LoadItem } from './ledger.ts'
import { CLAIM_ROUNDS_MAX } from './limits.ts'
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
export function createSetAside({ ledger, clock }: { readonly ledger: Ledger; readonly clock: Clock }) {
  return { ignore, waitForHour }

  async function ignore(object: ObjectVersion, code: IgnoredCode): Promise<LoadOutcome> {
    const time = new Date(clock.now()).toISOString()
    return writeOnce(object, undefined, (item) => ({
      change: {
        set: {
          ...described(object, item),
          status: 'ignored',
          statusAt: time,
          settledAt: time,
          error: { code, message: IGNORED[code] },
        },
        remove: ['checkpoint'],
      },
      outcome: { kind: 'settled', status: 'ignored' },
    }))
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
    return writeOnce(object, messageAttempt, (item) => ({
      ...(item ? {} : { change: { set } }),
      outcome: { kind: 'waits-for-hour' },
    }))
  }

  /** Reads the item, and writes what `decide` says of an open one or of none; again where it moved in between. */
  async function writeOnce(
    object: ObjectVersion,
    messageAttempt: number | undefined,
    decide: (item: LoadItem | undefined) => { change?: LoadChange; outcome: LoadOutcome },
  ): Promise<LoadOutcome> {
    for (let round = 1; round <= CLAIM_ROUNDS_MAX; round++) {
      const item = await ledger.read(loadId(object))
      if (item && isTerminal(item.status)) {
        if (item.status !== 'failed' || messageAttempt !== item.attempt)
          return { kind: 'already', status: item.status }
        await reopen(ledger, item, clock.now())
        continue
      }
      const { change, outcome } = decide(item)
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
