import { expect, test } from 'vitest'
import { parseArguments } from '../../../commands/dlq/parse-arguments.ts'

test('what is not chosen is not touched', () => {
  expect(parseArguments([])).toMatchObject({ act: 'list', stage: 'local' })
  expect(parseArguments(['show', '--queue', 'loads', '--limit', '3'])).toMatchObject({
    ...{ act: 'show', queue: 'loads', limit: 3 },
  })
  expect(parseArguments(['redrive', '--all'])).toMatchObject({ act: 'redrive', queue: undefined })
  expect(parseArguments(['drop', '--object', 'a', '--yes'])).toMatchObject({ object: 'a', yes: true })
})

test.each([
  [['redrive'], 'Which messages?'],
  [['drop'], 'Which messages?'],
  [['drop', '--all', '--queue', 'loads'], 'Which messages?'],
  [['purge'], 'There is no purge: say list, show, redrive, drop'],
  [['show', 'loads'], 'loads is too much'],
  [['show', '--limit', 'x'], '--limit is "x"'],
  [['--al'], "Unknown option '--al'"],
] as const)('%j is refused with the remedy', (args, fault) => {
  expect(parseArguments(args)).toEqual({ faults: [expect.stringContaining(fault)] })
})
