import { describe, expect, test } from 'vitest'
import { parseSchedule } from '../../../../local/events/schedule/parse-schedule.ts'

const start = new Date('2026-01-01T00:00:00Z')

function next(expression: string, after: string, timezone?: string): string | undefined {
  const schedule = parseSchedule(expression, { start, ...(timezone && { timezone }) })
  return schedule.next(new Date(after))?.toISOString().replace('.000Z', 'Z')
}

describe('the next time of', () => {
  test.each([
    ['rate(1 minute)', '2026-01-01T00:00:00Z', '2026-01-01T00:01:00Z'],
    ['rate(5 minutes)', '2026-01-01T00:05:00Z', '2026-01-01T00:10:00Z'],
    ['rate(5 minutes)', '2026-01-01T00:12:34Z', '2026-01-01T00:15:00Z'],
    ['rate(1 hour)', '2025-12-31T00:00:00Z', '2026-01-01T01:00:00Z'],
    ['rate(2 days)', '2026-01-01T00:00:01Z', '2026-01-03T00:00:00Z'],
    ['cron(0 * * * ? *)', '2026-01-01T00:00:00Z', '2026-01-01T01:00:00Z'],
    ['cron(15 10 ? * 6L 2026-2030)', '2026-01-01T00:00:00Z', '2026-01-30T10:15:00Z'],
    ['cron(0/10 * ? * MON-FRI *)', '2026-01-02T23:51:00Z', '2026-01-05T00:00:00Z'],
    ['cron(0 8 1 * ? *)', '2026-01-01T08:00:00Z', '2026-02-01T08:00:00Z'],
    ['cron(0 8 L * ? *)', '2026-02-01T00:00:00Z', '2026-02-28T08:00:00Z'],
    ['cron(0 8 ? * 1 *)', '2026-01-01T00:00:00Z', '2026-01-04T08:00:00Z'],
    ['cron(0 8 ? * MON#2 *)', '2026-01-01T00:00:00Z', '2026-01-12T08:00:00Z'],
    ['cron(0 8 15W * ? *)', '2026-02-01T00:00:00Z', '2026-02-16T08:00:00Z'],
    ['at(2026-03-01T12:00:00)', '2026-01-01T00:00:00Z', '2026-03-01T12:00:00Z'],
  ])('%s after %s is %s', (expression, after, expected) => {
    expect(next(expression, after)).toBe(expected)
  })

  test('a cron in a time zone follows its clock through summer time', () => {
    expect(next('cron(0 12 * * ? *)', '2026-01-10T00:00:00Z', 'Europe/Berlin')).toBe('2026-01-10T11:00:00Z')
    expect(next('cron(0 12 * * ? *)', '2026-07-10T00:00:00Z', 'Europe/Berlin')).toBe('2026-07-10T10:00:00Z')
    expect(next('at(2026-07-10T12:00:00)', '2026-01-01T00:00:00Z', 'Europe/Berlin')).toBe(
      '2026-07-10T10:00:00Z',
    )
  })

  test('a cron whose years are over and an at that has passed is none', () => {
    expect(next('cron(0 12 * * ? 2020)', '2026-01-01T00:00:00Z')).toBeUndefined()
    expect(next('at(2026-01-01T00:00:00)', '2026-01-01T00:00:00Z')).toBeUndefined()
  })
})

describe('a schedule is refused', () => {
  test.each([
    ['every(5 minutes)', 'none of rate(…), cron(…) and at(…)'],
    ['rate(5 minute)', 'singular for 1 and plural for more'],
    ['rate(1 minutes)', 'singular for 1 and plural for more'],
    ['rate(0 minutes)', 'a whole number'],
    ['rate(5 seconds)', 'minute(s), hour(s) or day(s)'],
    ['cron(0 12 * * *)', 'six fields'],
    ['cron(0 12 * * * *)', 'exactly one of day of month and day of week is ?'],
    ['cron(0 12 ? * ? *)', 'exactly one of day of month and day of week is ?'],
    ['cron(? 12 * * MON *)', 'exactly one of day of month and day of week is ?'],
    ['cron(? 12 ? * MON *)', 'exactly one of day of month and day of week is ?'],
    ['cron(99 12 * * ? *)', '99'],
    ['at(tomorrow)', 'at takes a time'],
  ])('%s: %s', (expression, message) => {
    expect(() => next(expression, '2026-01-01T00:00:00Z')).toThrowError(
      expect.objectContaining({ code: 'ValidationException', message: expect.stringContaining(message) }),
    )
  })
})
