import { expect, test } from 'vitest'
import type { LoadOutcome } from '../../../shared/load/outcome.ts'
import { type ErrorCode, StevedoreError } from '../../../shared/platform/error.ts'
import { exitCodeOf, exitCodeOfError } from '../../../shared/worker/exit-codes.ts'

const error = (code: ErrorCode) => new StevedoreError(code, 'why')

const outcomes: readonly [number, LoadOutcome][] = [
  [0, { kind: 'settled', status: 'loaded' }],
  [0, { kind: 'settled', status: 'superseded' }],
  [0, { kind: 'settled', status: 'gone' }],
  [0, { kind: 'settled', status: 'ignored' }],
  [65, { kind: 'settled', status: 'rejected', error: error('file.header') }],
  [64, { kind: 'settled', status: 'failed', error: error('object.access-denied') }],
  [64, { kind: 'settled', status: 'failed', error: error('attempts.exhausted') }],
  [70, { kind: 'settled', status: 'failed', error: error('counts.mismatch') }],
  [0, { kind: 'already', status: 'rejected' }],
  [0, { kind: 'already', status: 'failed' }],
  [0, { kind: 'waits-for-hour' }],
  [75, { kind: 'busy', heldFor: 'other-version', retryAfterSeconds: 30 }],
  [69, { kind: 'not-now', error: error('dependency.unavailable'), retryAfterSeconds: 30 }],
  [69, { kind: 'not-now', error: error('clock.skewed'), retryAfterSeconds: 30 }],
  [75, { kind: 'not-now', error: error('lease.lost'), retryAfterSeconds: 30 }],
  [75, { kind: 'not-now', error: error('attempts.too-soon'), retryAfterSeconds: 30 }],
  [143, { kind: 'handed-back' }],
]

test.each(outcomes)('exit code %i tells of %j', (code, outcome) => {
  expect(exitCodeOf(outcome)).toBe(code)
})

test('what is thrown and is no known fault is a bug', () => {
  expect(exitCodeOfError(new TypeError('x'))).toBe(70)
  expect(exitCodeOfError(error('config.invalid'))).toBe(64)
})
