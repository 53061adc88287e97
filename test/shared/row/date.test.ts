import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isDate } from '../../../shared/row/date.ts'
import { compareTimestamps, parseTimestamp, type Timestamp } from '../../../shared/row/timestamp.ts'

test('a date is a day that the calendar has', () => {
  for (const text of ['2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31']) expect(isDate(text)).toBe(true)
  for (const text of [
    '2023-02-29',
    '1900-02-29',
    '2024-00-01',
    '2024-13-01',
    '2024-04-31',
    '2024-1-1',
    '24-01-01',
    '20240101',
    '2024-01-00',
    '2024-01-01T00:00Z',
    '',
  ])
    expect(isDate(text)).toBe(false)
})

test('every day of the calendar is a date', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
      (day) => {
        expect(isDate(day.toISOString().slice(0, 10))).toBe(true)
      },
    ),
  )
})

test('a timestamp is the moment that JavaScript takes it for', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('0001-01-02'), max: new Date('9998-12-30'), noInvalidDate: true }),
      fc.integer({ min: -1439, max: 1439 }),
      (moment, zone) => {
        const local = new Date(moment.getTime() + zone * 60_000).toISOString().slice(0, -1)
        const hours = String(Math.floor(Math.abs(zone) / 60)).padStart(2, '0')
        const minutes = String(Math.abs(zone) % 60).padStart(2, '0')
        const parsed = parseTimestamp(`${local}${zone < 0 ? '-' : '+'}${hours}:${minutes}`) as Timestamp
        expect(parsed.seconds * 1000 + parsed.nanoseconds / 1e6).toBe(moment.getTime())
      },
    ),
  )
})

test.each([
  '2024-02-29T12:00:00',
  '2024-02-29 12:00:00Z',
  '2023-02-29T12:00:00Z',
  '2024-02-29T24:00:00Z',
  '2024-02-29T12:60:00Z',
  '2024-02-29T12:00:60Z',
  '2024-02-29T12:00:00.Z',
  '2024-02-29T12:00:00.1234567890Z',
  '2024-02-29T12:00:00+0100',
  '2024-02-29T12:00:00+24:00',
  '2024-02-29T12Z',
  '2024-02-29t12:00z',
])('%s is no timestamp', (text) => {
  expect(parseTimestamp(text)).toBeUndefined()
})

test('nine digits of a second and the zone count in the order', () => {
  const order = [
    '2024-01-01T01:00:00+02:00',
    '2024-01-01T00:00Z',
    '2024-01-01T00:00:00.000000001Z',
    '2023-12-31T23:00:01-01:00',
  ]
  const moments = order.map((text) => parseTimestamp(text) as Timestamp)
  expect(moments.toReversed().toSorted(compareTimestamps)).toEqual(moments)
})
