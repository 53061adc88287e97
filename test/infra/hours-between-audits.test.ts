import { createRequire } from 'node:module'
import { expect, test } from 'vitest'

const hoursBetweenAudits = createRequire(import.meta.url)('../../infra/alarms/hours-between-audits.cjs') as (
  schedule: string,
) => number

test.each([
  ['cron(0 * * * ? *)', 1],
  ['cron(0/15 * * * ? *)', 1],
  ['rate(5 minutes)', 1],
  ['rate(90 minutes)', 2],
  ['rate(2 hours)', 2],
  ['rate(1 day)', 24],
  ['cron(30 2 * * ? *)', 24],
  // From Friday, 17:00 to Monday, 9:00.
  ['cron(0 9-17 ? * MON-FRI *)', 64],
  ['cron(0 0 ? * 2 *)', 168],
])('%s leaves at most %i hours between two starts', (schedule, hours) => {
  expect(hoursBetweenAudits(schedule)).toBe(hours)
})

test('a schedule that comes once a year leaves longer than any alarm could wait', () => {
  expect(hoursBetweenAudits('cron(0 0 1 6 ? *)')).toBeGreaterThan(168)
})
