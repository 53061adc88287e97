import { expect, test } from 'vitest'
import type { LoadOutcome } from '../../../shared/load/outcome.ts'
import { createTellEnd, toldOutcome } from '../../../shared/load/tell-outcome.ts'
import { systemClock } from '../../../shared/platform/clock.ts'
import { StevedoreError } from '../../../shared/platform/error.ts'
import { createLog } from '../../../shared/platform/log.ts'

function setup() {
  const lines: Record<string, unknown>[] = []
  return {
    lines,
    tellEnd: createTellEnd({ stackName: 'stevedore-test', clock: { ...systemClock, now: () => 1_000 } }),
    log: createLog(
      'load-object',
      (line) => lines.push(JSON.parse(line)),
      () => 0,
    ),
  }
}

const counts = { rowsRead: 3, rowsWritten: 2, rowsRejected: 1, rowsDuplicate: 0, bytes: 90 }
const pace = { elapsedMs: 1500, rowsPerSecond: 2 }

test('the end of a load is one line with its counts, its rejects and how fast it was', () => {
  const { log, lines, tellEnd } = setup()
  tellEnd(log, { status: 'loaded', counts, rejectsKey: 'rejects/a.ndjson' }, { pace })
  expect(lines).toEqual([
    {
      time: '1970-01-01T00:00:00.000Z',
      level: 'info',
      message: 'The load ends: loaded',
      act: 'load-object',
      status: 'loaded',
      ...counts,
      rejectsKey: 'rejects/a.ndjson',
      ...pace,
    },
  ])
})

test('a file that is refused as a whole is a warning with its error, code and all', () => {
  const { log, lines, tellEnd } = setup()
  const error = new StevedoreError('file.empty', 'The file is empty')
  tellEnd(log, { status: 'rejected', error, rejectsKey: 'rejects/a.ndjson' })
  expect(lines).toMatchObject([
    { level: 'warn', error: { code: 'file.empty', message: 'The file is empty' } },
  ])
  expect(lines[0]).not.toHaveProperty('rejectsKey')
})

const error = new StevedoreError('dependency.unavailable', 'S3 is away')

test.each<[LoadOutcome, string, string]>([
  [{ kind: 'settled', status: 'superseded' }, 'info', 'The load ends: superseded'],
  [{ kind: 'settled', status: 'failed', error }, 'error', 'The load ends: failed'],
  [{ kind: 'already', status: 'loaded' }, 'info', 'Nothing to load: it is loaded already'],
  [{ kind: 'waits-for-hour' }, 'info', 'The load waits for the hour'],
  [{ kind: 'not-now', error, retryAfterSeconds: 30 }, 'warn', 'The load is for later'],
  [{ kind: 'handed-back' }, 'info', 'The load is not begun: the worker stops'],
])('%j is told as %s: %s', (outcome, level, message) => {
  const { log, lines, tellEnd } = setup()
  expect(toldOutcome(log, outcome, tellEnd)).toBe(outcome)
  expect(lines).toMatchObject([{ level, message }])
})

test('who finds the key held says so itself, once for a wait of many looks', () => {
  const { log, lines, tellEnd } = setup()
  toldOutcome(log, { kind: 'busy', heldFor: 'other-version', retryAfterSeconds: 5 }, tellEnd)
  expect(lines).toEqual([])
})

test('the line of a load at its end carries the figures of its dataset for CloudWatch', () => {
  const { log, lines, tellEnd } = setup()
  tellEnd(log, { status: 'rejected', counts }, { dataset: 'airports', pace })
  expect(lines).toMatchObject([
    {
      _aws: {
        Timestamp: 1_000,
        CloudWatchMetrics: [{ Namespace: 'Stevedore', Dimensions: [['Stack', 'Dataset']] }],
      },
      ...{ Stack: 'stevedore-test', Dataset: 'airports' },
      ...{ FilesRejected: 1, RowsWritten: 2, RowsRejected: 1, BytesLoaded: 90, LoadSeconds: 1.5 },
    },
  ])
  expect(lines[0]).not.toHaveProperty('FilesLoaded')
})

test('a load that failed is counted for its stack, whoever ended it', () => {
  const { log, lines, tellEnd } = setup()
  toldOutcome(log, { kind: 'settled', status: 'failed', error }, tellEnd)
  expect(lines).toMatchObject([{ LoadsFailed: 1, Stack: 'stevedore-test' }])
  expect(lines[0]).not.toHaveProperty('Dataset')
})

test.each(['superseded', 'gone', 'ignored'] as const)('a load that is %s counts as nothing', (status) => {
  const { log, lines, tellEnd } = setup()
  tellEnd(log, { status }, { dataset: 'airports' })
  expect(lines[0]).not.toHaveProperty('_aws')
})
