import type { Clock } from '../platform/clock.ts'
import { StevedoreError } from '../platform/error.ts'
import { type FaultPoint, faultPoint } from '../platform/fault-point.ts'
import type { DeadLetters } from './dead-letter.ts'
import type { Expected, Ledger, LoadChange, LoadId, LoadItem } from './ledger.ts'
import { type ObjectVersion, objectName } from './object-version.ts'
import type { LoadStatus, TerminalStatus } from './outcome.ts'

/** One attempt of a load, as its ledger writes name it. */
export interface Attempt {
  readonly object: ObjectVersion
  readonly number: number
  readonly owner: string
  readonly launch?: number
}

export interface Ending {
  readonly status: TerminalStatus
  readonly error?: StevedoreError
  readonly counts?: Partial<LoadItem>
  readonly rejectsKey?: string
}

/** The last writes of an attempt. Each answers false where the load is no longer this attempt's: then nothing happened. */
export function createEndLoad(deps: { ledger: Ledger; deadLetters: DeadLetters; clock: Clock }) {
  const { ledger, deadLetters, clock } = deps

  return { settle, handBack }

  /** A failing load goes to the dead letters first: a crash in between tells a person once too often, not never. */
  async function settle(attempt: Attempt, ending: Ending, from = WORKING): Promise<boolean> {
    const { status, error, counts, rejectsKey } = ending
    if (status === 'failed') {
      await deadLetters.send({
        object: attempt.object,
        attempt: attempt.number,
        ...(attempt.launch === undefined ? {} : { launch: attempt.launch }),
        reason: error ? `${error.code}: ${bounded(error.message)}` : 'failed',
      })
      faultPoint('dead-letter-sent', objectName(attempt.object))
    }
    const time = new Date(clock.now()).toISOString()
    const set: LoadChange['set'] = {
      ...counts,
      status,
      owner: attempt.owner,
      statusAt: time,
      settledAt: time,
      ...(rejectsKey === undefined ? {} : { rejectsKey }),
      ...(error ? { error: { code: error.code, message: bounded(error.message) } } : {}),
    }
    return write(attempt, from, { set, remove: ['checkpoint'] }, 'load-settled')
  }

  /** A `loading` item without an owner: the next attempt starts at once, and this one counts for nothing. */
  async function handBack(attempt: Attempt): Promise<boolean> {
    return write(attempt, WORKING, { set: {}, remove: ['owner'] }, 'load-handed-back')
  }

  async function write(
    attempt: Attempt,
    statuses: readonly LoadStatus[],
    change: LoadChange,
    point: FaultPoint,
  ): Promise<boolean> {
    const id = loadId(attempt.object)
    const expected: Expected = { kind: 'at', attempt: attempt.number, statuses }
    const answer = await ledger.change(id, expected, change)
    faultPoint(point, id.object)
    if (answer === 'done') return true
    const item = await ledger.read(id)
    return isOwn(item, attempt) && item?.status === change.set.status
  }
}

/** What a file holds may come into a message, and an item and a queue's message have their bounds. */
const MESSAGE_CHARACTERS_MAX = 2_000

function bounded(message: string): string {
  return message.length > MESSAGE_CHARACTERS_MAX ? `${message.slice(0, MESSAGE_CHARACTERS_MAX)}…` : message
}

const WORKING: readonly LoadStatus[] = ['loading']

/** Whether the item shows that a refused write of this attempt had happened, and only its reply was lost. */
export function isOwn(item: LoadItem | undefined, attempt: Pick<Attempt, 'number' | 'owner'>): boolean {
  return item?.attempt === attempt.number && item.owner === attempt.owner
}

export function loadId(object: ObjectVersion): LoadId {
  return { object: objectName(object), version: object.versionId }
}

export function lostTo({ object, number }: Attempt): StevedoreError {
  return new StevedoreError(
    'lease.lost',
    `Attempt ${number} of ${objectName(object)} is over: another attempt has taken its place in the ledger`,
  )
}
