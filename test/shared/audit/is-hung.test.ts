import { expect, test } from 'vitest'
import { isHung } from '../../../shared/audit/is-hung.ts'
import { item } from '../load/support/fakes.ts'

const NOW = 1_000_000_000
const held = item({ owner: 'me', taskArn: 'arn:task' })
const lease = (expiresAt: number, owner = 'me') => ({ owner, versionId: 'v1', attempt: 1, expiresAt })

test('F43 a task hangs that neither renewed its lease nor gave it up for a minute', () => {
  expect(isHung(held, lease(NOW - 60_001), NOW)).toBe(true)
  expect(isHung(held, lease(NOW - 60_000), NOW)).toBe(false)
})

test('a task is well whose lease is gone, or another owner has it', () => {
  expect(isHung(held, undefined, NOW)).toBe(false)
  expect(isHung(held, lease(0, 'other'), NOW)).toBe(false)
})

test('a load that was handed back, or is at its end, blames no task', () => {
  expect(isHung(item({ taskArn: 'arn:task' }), lease(0), NOW)).toBe(false)
  expect(isHung({ ...held, status: 'loaded' }, lease(0), NOW)).toBe(false)
})
