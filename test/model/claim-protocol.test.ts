import { expect, test } from 'vitest'
import type { LoadItem } from '../../shared/load/ledger.ts'
import { TAKEOVER_GRACE_MS } from '../../shared/load/limits.ts'
import { nextStep as decideInTheLoader } from '../../shared/load/next-step.ts'
import { claimProtocol } from './claim-protocol.ts'
import { type Exploration, explore } from './explore.ts'
import { nextStep } from './next-step.ts'
import { ALL_RULES, RULES, type Rule, without } from './rules.ts'
import {
  type BrokenPromise,
  type Item,
  LETTER,
  NEWER,
  OLDER,
  POINTS,
  type State,
  type Version,
  versionOf,
  type World,
} from './state.ts'

const WORLDS = {
  'a kill, a stall, a lost reply and a duplicate': {
    duplicate: NEWER,
    faults: { kill: 1, stall: 1, lostReply: 1 },
  },
  'bad data, a duplicate, a stall and a lost reply': {
    newerIsRejected: true,
    duplicate: NEWER,
    faults: { stall: 1, lostReply: 1 },
  },
  'bad data, a kill and a lost reply': { newerIsRejected: true, faults: { kill: 1, lostReply: 1 } },
  'bad data, a stop and a stall': { newerIsRejected: true, faults: { stop: 1, stall: 1 } },
  'a stop, a kill and a lost reply': { duplicate: OLDER, faults: { stop: 1, kill: 1, lostReply: 1 } },
  'a failure of the newer, a duplicate and a kill': { fails: NEWER, duplicate: NEWER, faults: { kill: 1 } },
  'a failure of the newer and a stall': { fails: NEWER, faults: { stall: 1 } },
  'a failure of the older and a stall': { fails: OLDER, faults: { stall: 1 } },
} satisfies Record<string, World>

/** Above what the largest world has, so that one that grows is seen before it fills the memory. */
const STATES_MAX = 500_000
/** The largest world takes a few seconds of a machine that has nothing else to do. */
const WORLD_TIMEOUT_MS = 120_000

const KILL_STALL: World = { faults: { kill: 1, stall: 1 } }
const REJECTED: World = WORLDS['bad data, a kill and a lost reply']
const FAILURE: World = WORLDS['a failure of the newer, a duplicate and a kill']

/** Where each rule is missed, and what is broken then. */
const MISSED: Record<Rule, readonly [World, BrokenPromise['promise']]> = {
  oneLeaseAKey: [KILL_STALL, 'attempts'],
  graceBeforeTakeover: [KILL_STALL, 'rows'],
  requery: [KILL_STALL, 'rows'],
  beginAgainWhenMoved: [KILL_STALL, 'attempts'],
  disownRivals: [KILL_STALL, 'rows'],
  // The newer version must end without its rows whole: else they cover what the older one skipped.
  dropCheckpointOnDisown: [REJECTED, 'rows'],
  attemptInCondition: [KILL_STALL, 'attempts'],
  statusInCondition: [KILL_STALL, 'message'],
  ownWriteRecognised: [REJECTED, 'attempts'],
  ownerTokenInRecognition: [KILL_STALL, 'attempts'],
  ownerTokenInRenewal: [KILL_STALL, 'attempts'],
  ownerTokenInDeletion: [KILL_STALL, 'attempts'],
  leaseCheckBeforeSend: [KILL_STALL, 'rows'],
  noAnswerHoldsTheKey: [REJECTED, 'rows'],
  // Without it rows stay whole, since a disowned version begins again: what it costs is the newer one's work.
  waitWhileNewerLoading: [KILL_STALL, 'progress'],
  supersedeOnlyByLoaded: [KILL_STALL, 'superseded'],
  rowsBeforeCheckpoint: [KILL_STALL, 'rows'],
  letterBeforeFailed: [FAILURE, 'message'],
  reopenByItsLetterOnly: [FAILURE, 'person'],
  leaseDeletedAfterTerminal: [KILL_STALL, 'attempts'],
  messageDeletedLast: [KILL_STALL, 'message'],
}

/** Rules whose absence costs attempts first, and rows a few steps on. */
const ROWS_TOO: readonly Rule[] = [
  ...(['oneLeaseAKey', 'attemptInCondition', 'ownerTokenInRenewal', 'ownerTokenInDeletion'] as const),
]

test.each(Object.entries(WORLDS))(
  'the protocol keeps its promises through %s',
  (_name, world) => {
    const { fault, ends } = explore(claimProtocol(world), STATES_MAX)
    expect(fault, told(fault)).toBeUndefined()
    expect(ends).toBeGreaterThan(0)
  },
  WORLD_TIMEOUT_MS,
)

// `vitest run test/model --reporter=verbose` prints the ways.
test.for(RULES)('without %s a promise is broken', async (rule, { annotate }) => {
  const [world, promise] = MISSED[rule]
  const { fault } = explore(claimProtocol(world, without(rule)), STATES_MAX)
  await annotate(told(fault))
  expect(fault?.promise, told(fault)).toBe(promise)
})

test.each(ROWS_TOO)('without %s rows are lost', (rule) => {
  const { fault } = explore(claimProtocol(KILL_STALL, without(rule), ['rows']), STATES_MAX)
  expect(fault?.promise, told(fault)).toBe('rows')
})

test('every step is taken, every status come to, and the model decides as the loader does', () => {
  const points = new Set<string>()
  const statuses = new Set<string>()
  for (const world of [REJECTED, FAILURE, WORLDS['a failure of the older and a stall']]) {
    const model = claimProtocol(world)
    const actions = (state: State) => {
      for (const { status } of state.items) statuses.add(status)
      for (const { at } of state.workers) points.add(at)
      compareDecisions(state, world)
      return model.actions(state)
    }
    explore({ ...model, actions }, STATES_MAX)
  }
  expect([...points].sort()).toEqual([...POINTS].sort())
  expect(statuses).toEqual(
    new Set(['absent', 'queued', 'loading', 'loaded', 'rejected', 'failed', 'superseded']),
  )
})

function compareDecisions(state: State, world: World): void {
  for (const worker of state.workers) {
    if (worker.at !== 'look') continue
    const version = versionOf(worker.message, world)
    const modelled = nextStep(state, ALL_RULES, worker, version, true)
    const loaders = decideInTheLoader(sightOf(state, version, worker.message)).kind
    if (modelled !== loaders)
      expect.fail(`The model says ${modelled}, the loader ${loaders}: ${JSON.stringify(state)}`)
  }
}

function sightOf(state: State, version: Version, message: number): Parameters<typeof decideInTheLoader>[0] {
  const now = Date.parse('2026-01-01T00:00:00Z')
  const { owner, phase } = state.lease
  const left = { valid: 1, 'ran-out': -1, free: -TAKEOVER_GRACE_MS - 1 }[phase]
  const newest = itemOf(state.items[NEWER], NEWER)
  return {
    versionId: `v${version + 1}`,
    mine: itemOf(state.items[version], version),
    newer: version === OLDER && newest ? [newest] : [],
    lease: owner === 'none' ? undefined : { owner, versionId: 'any', attempt: 0, expiresAt: now + left },
    messageAttempt: message === LETTER ? state.letterAttempt : undefined,
    now,
  }
}

function itemOf({ status, attempt, owner }: Item, version: Version): LoadItem | undefined {
  if (status === 'absent') return undefined
  const id = { object: 's3://bucket/key', version: `v${version + 1}` }
  const token = owner === 'none' ? {} : { owner }
  return { ...id, ...token, status, attempt, statusAt: '2026-01-01T00:00:00Z', fruitless: 0 }
}

function told(fault: Exploration['fault']): string {
  return fault ? `${fault.promise}: ${fault.why}, by\n${fault.trace.join('\n')}` : 'every promise is kept'
}
