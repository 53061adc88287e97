import { expect, test } from 'vitest'
import { counted, printable, shownValue } from '../../../commands/terminal/printable.ts'

test('nothing that a file holds can steer the terminal', () => {
  expect(printable('\u001b[2J\u009b1m\r\u0007\u202egnp.exe')).toBe(
    '\\u001b[2J\\u009b1m\\u000d\\u0007\\u202egnp.exe',
  )
  expect(printable('two\nlines')).toBe('two\nlines')
})

test('a value stands on one line, in quotes, shortened between characters', () => {
  expect(shownValue('a\n"b"')).toBe('"a\\n\\"b\\""')
  expect(shownValue('😀'.repeat(61))).toBe(`"${'😀'.repeat(60)}…"`)
})

test('counts read as counts', () => {
  expect(counted(1, 'row')).toBe('1 row')
  expect(counted(1234567, 'row')).toBe('1,234,567 rows')
})
