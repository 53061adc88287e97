/** The older and the newer version of one key. Their place in lists; rows in the table carry it plus one. */
export const OLDER = 0
export const NEWER = 1
export type Version = typeof OLDER | typeof NEWER

export const KEYS = [0, 1] as const

export const STATUSES = ['absent', 'queued', 'loading', 'loaded', 'rejected', 'failed', 'superseded'] as const
export type Status = (typeof STATUSES)[number]

/**
 * Whose claim is meant. A token is new for every claim, so an old one equals no one's: of the old ones it only counts
 * whether their worker was struck by a fault or left of itself.
 */
export const OWNERS = ['none', 'A', 'B', 'struck', 'left'] as const
export type Owner = (typeof OWNERS)[number]

/** `ran-out`: its holder may send nothing more. `free`: and what it had sent has arrived or never will. */
export const PHASES = ['valid', 'ran-out', 'free'] as const

export const PLACES = ['none', 'visible', 'in-hand', 'deleted', 'dead-letter'] as const
/** The messages of a world: one for each version, a second one of either, and the letter of a failed load. */
export const DUPLICATE = 2
export const LETTER = 3

const CLAIM_POINTS = [
  'look',
  'reopen',
  'supersede',
  'take',
  'look-again',
  'disown',
  'claim',
  'claim-doubt',
] as const
const LOAD_POINTS = [
  'find-checkpoint',
  'work',
  'sent',
  'letter',
  'settle',
  'settle-doubt',
  'hand-back',
  'release',
  'acknowledge',
] as const
export const POINTS = ['idle', ...CLAIM_POINTS, ...LOAD_POINTS] as const
export type Point = (typeof POINTS)[number]

export const AFTERS = ['acknowledge', 'look', 'back', 'settle'] as const
export type After = (typeof AFTERS)[number]

export const ENDINGS = ['loaded', 'rejected', 'failed'] as const

export interface Item {
  status: Status
  attempt: number
  owner: Owner
  /** So many rows are surely in the table. */
  checkpoint: number
}

export interface Worker {
  readonly name: 'A' | 'B'
  /** What it does next. */
  at: Point
  message: number
  /** The attempt of its version: as it was read, then its own. */
  mine: number
  /** The attempt of the other version as it was read. */
  other: number
  otherLoads: boolean
  rowsDone: number
  holds: boolean
  /** By its own clocks its lease is not over. */
  valid: boolean
  ending: (typeof ENDINGS)[number]
  /** What comes after the lease is deleted. */
  after: After
}

/** The faults that may still happen. */
interface Faults {
  kill: number
  stall: number
  lostReply: number
  stop: number
  failure: number
}

export const PROMISES = [
  /** A `loaded` version has all its rows in the table, and only a newer one at work may write over them. */
  'rows',
  /** Nothing is superseded by what is not loaded. */
  'superseded',
  /** An open load has a message that will bring it to its end, and a failed one has its letter. */
  'message',
  /** A failed load is opened again by a person alone. */
  'person',
  /** An attempt that lives is not taken for dead, and an attempt is spent only by a fault. */
  'attempts',
  /** What a newer version has durably done is not undone for an older one. */
  'progress',
  /** Every load comes to its end, or can. */
  'end',
] as const
type Promised = (typeof PROMISES)[number]

export interface BrokenPromise {
  readonly promise: Promised
  readonly why: string
}

export interface State {
  items: [Item, Item]
  /** By key: 0, or the version whose row it holds, plus one. */
  table: [number, number]
  lease: { owner: Owner; phase: (typeof PHASES)[number] }
  /** Row requests on their way, by bits. Those sent under a lease arrive before another may take it. */
  inTime: number
  anyTime: number
  messages: (typeof PLACES)[number][]
  letterAttempt: number
  workers: [Worker, Worker]
  faults: Faults
  /** What the step to this state broke. */
  broken: BrokenPromise | undefined
}

/** What a world holds besides the two versions and the two workers. */
export interface World {
  /** Of which version there is a second message. */
  readonly duplicate?: Version
  /** The newer version turns out to be bad data after its first row. */
  readonly newerIsRejected?: boolean
  /** The version that may fail after its first row, once. Its letter may be redriven. */
  readonly fails?: Version
  readonly faults?: Partial<Faults>
}

/** Which version a message is for. */
export function versionOf(message: number, { duplicate, fails }: World): Version {
  if (message === OLDER || message === NEWER) return message
  const version = message === DUPLICATE ? duplicate : fails
  if (version === undefined) throw new RangeError(`Message ${message} is not of this world`)
  return version
}

export function idleWorker(name: Worker['name']): Worker {
  return {
    ...{ name, at: 'idle', message: 0, mine: 0, other: 0, otherLoads: false, rowsDone: 0 },
    ...{ holds: false, valid: false, ending: 'loaded', after: 'back' },
  }
}

export function copyOf(state: State): State {
  return {
    ...state,
    items: [{ ...state.items[0] }, { ...state.items[1] }],
    table: [...state.table],
    lease: { ...state.lease },
    messages: [...state.messages],
    workers: [{ ...state.workers[0] }, { ...state.workers[1] }],
    faults: { ...state.faults },
  }
}
