import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AuditSight, nextRepair } from '../../../shared/audit/next-repair.ts'
import type { Lease, LoadItem } from '../../../shared/load/ledger.ts'
import { TAKEOVER_GRACE_MS } from '../../../shared/load/limits.ts'

// What the audit promises, rule by rule.

const NOW = Date.parse('2026-11-21T12:00:00.000Z')
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const ago = (milliseconds: number) => new Date(NOW - milliseconds).toISOString()

function sight(changes: Partial<AuditSight> & { uploaded?: number } = {}): AuditSight {
  const { uploaded = HOUR, ...rest } = changes
  return {
    object: { bucket: 'landing', key: 'things/a.csv', versionId: 'v1', uploadedAt: ago(uploaded) },
    item: undefined,
    lease: undefined,
    when: 'arrival',
    queue: { isEmpty: true },
    now: NOW,
    lostAfterMs: 15 * MINUTE,
    ...rest,
  }
}

function item(changes: Partial<LoadItem> = {}): LoadItem {
  return {
    object: 's3://landing/things/a.csv',
    version: 'v1',
    status: 'loading',
    statusAt: ago(HOUR),
    attempt: 1,
    fruitless: 0,
    owner: 'me',
    ...changes,
  }
}

function lease(changes: Partial<Lease> = {}): Lease {
  return { owner: 'me', versionId: 'v1', attempt: 1, expiresAt: NOW + 20_000, ...changes }
}

describe('a version that the ledger does not know', () => {
  test('F04 is lost where nothing waits and it is older than lostAfter', () => {
    expect(nextRepair(sight())).toEqual({ kind: 'enter', reason: 'event-missed' })
    expect(nextRepair(sight({ uploaded: 15 * MINUTE }))).toMatchObject({ kind: 'enter' })
  })

  test('is let be while its event may be on its way', () => {
    const young = sight({ uploaded: 15 * MINUTE - 1 })
    expect(nextRepair(young)).toEqual({ kind: 'none', why: 'arrives' })
  })

  test('is let be while its message may be among those that wait', () => {
    const behind = sight({ queue: { isEmpty: false, waitingSince: NOW - HOUR } })
    expect(nextRepair(behind)).toEqual({ kind: 'none', why: 'waits' })
  })

  test('is let be where nobody knows how old the waiting messages are', () => {
    expect(nextRepair(sight({ queue: { isEmpty: false } }))).toEqual({ kind: 'none', why: 'waits' })
  })

  test('is lost where it is older than every message that waits', () => {
    const queue = { isEmpty: false, waitingSince: NOW - 30 * MINUTE }
    expect(nextRepair(sight({ queue }))).toEqual({ kind: 'enter', reason: 'event-missed' })
  })

  test('is let be while its event may have come a minute after the upload, behind older messages', () => {
    const waitingSince = NOW - HOUR + 50_000
    expect(nextRepair(sight({ queue: { isEmpty: false, waitingSince } }))).toMatchObject({ kind: 'none' })
    const older = { isEmpty: false, waitingSince: NOW - HOUR + 70_000 }
    expect(nextRepair(sight({ queue: older }))).toMatchObject({ kind: 'enter' })
  })

  test('is none of ours where no dataset takes it', () => {
    expect(nextRepair(sight({ when: undefined }))).toEqual({ kind: 'none', why: 'no-dataset' })
  })

  test('is entered for the hour as well', () => {
    expect(nextRepair(sight({ when: 'hourly' }))).toMatchObject({ kind: 'enter' })
  })
})

describe('a load that is queued', () => {
  const queued = (waited: number) => item({ status: 'queued', attempt: 0, queuedAt: ago(waited) })

  test('is sent again where its queue is empty', () => {
    expect(nextRepair(sight({ item: queued(HOUR) }))).toEqual({ kind: 'send', reason: 'never-started' })
  })

  test('is let be while messages wait, for six hours', () => {
    const queue = { isEmpty: false }
    const waits = { kind: 'none', why: 'waits' }
    expect(nextRepair(sight({ item: queued(6 * HOUR - 1), queue }))).toEqual(waits)
    const old = nextRepair(sight({ item: queued(6 * HOUR), queue }))
    expect(old).toEqual({ kind: 'send', reason: 'waited-too-long' })
  })

  test('is let be while its task may be starting', () => {
    expect(nextRepair(sight({ item: queued(10 * MINUTE) }))).toEqual({ kind: 'none', why: 'arrives' })
    const impatient = sight({ item: queued(4 * MINUTE), lostAfterMs: 0 })
    expect(nextRepair(impatient)).toEqual({ kind: 'none', why: 'arrives' })
  })

  test('of an hourly dataset is loaded here, however long it waited', () => {
    expect(nextRepair(sight({ item: queued(0), when: 'hourly' }))).toEqual({ kind: 'load' })
  })
})

describe('a load that is loading', () => {
  test('is let be while its lease holds, and through the grace after it', () => {
    const held = { kind: 'none', why: 'held' }
    expect(nextRepair(sight({ item: item(), lease: lease() }))).toEqual(held)
    const lately = lease({ expiresAt: NOW - TAKEOVER_GRACE_MS })
    expect(nextRepair(sight({ item: item(), lease: lately }))).toEqual(held)
  })

  test('is sent again when its lease ran out', () => {
    const over = lease({ expiresAt: NOW - TAKEOVER_GRACE_MS - 1 })
    expect(nextRepair(sight({ item: item(), lease: over }))).toEqual({
      kind: 'send',
      reason: 'lease-ran-out',
    })
  })

  test('is sent again when no lease is held, or another version holds it', () => {
    expect(nextRepair(sight({ item: item() }))).toEqual({ kind: 'send', reason: 'lease-gone' })
    const other = lease({ versionId: 'v2' })
    expect(nextRepair(sight({ item: item(), lease: other }))).toEqual({ kind: 'send', reason: 'key-held' })
  })

  test('is closed as failed when its attempts are used up', () => {
    const dead = nextRepair(sight({ item: item({ fruitless: 4 }) }))
    expect(dead).toEqual({ kind: 'fail', reason: 'attempts-exhausted', fruitless: 5 })
    const handedBack = item({ fruitless: 4 })
    const { owner: _none, ...withoutOwner } = handedBack
    expect(nextRepair(sight({ item: withoutOwner }))).toMatchObject({ kind: 'send' })
  })

  test('of an hourly dataset is loaded here when nobody holds it', () => {
    expect(nextRepair(sight({ item: item(), when: 'hourly' }))).toEqual({ kind: 'load' })
    expect(nextRepair(sight({ item: item(), when: 'hourly', lease: lease() }))).toMatchObject({ why: 'held' })
  })
})

test('F13 an open load whose version is deleted is closed as gone, unless someone is at it', () => {
  const gone = { kind: 'close-gone', reason: 'version-gone' }
  expect(nextRepair(sight({ item: item(), isGone: true }))).toEqual(gone)
  expect(nextRepair(sight({ item: item({ fruitless: 4 }), isGone: true }))).toEqual(gone)
  expect(nextRepair(sight({ item: item(), isGone: true, lease: lease() }))).toMatchObject({ why: 'held' })
})

test('F80 a settled load is never touched, whatever else is seen', () => {
  const terminal = fc.constantFrom('loaded', 'rejected', 'failed', 'superseded', 'gone', 'ignored' as const)
  const any = fc.record({
    status: terminal,
    fruitless: fc.nat(9),
    isGone: fc.boolean(),
    isEmpty: fc.boolean(),
    when: fc.constantFrom('arrival', 'hourly', undefined),
    lease: fc.constantFrom(undefined, lease(), lease({ expiresAt: 0 })),
  })
  fc.assert(
    fc.property(any, ({ status, fruitless, isEmpty, ...rest }) => {
      const seen = sight({ ...rest, item: item({ status, fruitless }), queue: { isEmpty } })
      expect(nextRepair(seen)).toEqual({ kind: 'none', why: 'settled' })
    }),
  )
})
