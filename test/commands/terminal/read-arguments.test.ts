import { expect, test } from 'vitest'
import { readArguments } from '../../../commands/terminal/read-arguments.ts'

const read = (...args: string[]) =>
  readArguments(args, { since: { type: 'string', default: '1h' } }, ({ since, stage }, words) =>
    words.length > 1 ? { faults: ['One word.'] } : { since, stage, word: words[0] },
  )

test('a command has its own options, and a stage', () => {
  expect(read('a')).toEqual({ since: '1h', stage: 'local', word: 'a' })
  expect(read('--since', '2h', '--stage', 'prod')).toEqual({ since: '2h', stage: 'prod', word: undefined })
})

test('help is help, whatever else is said', () => {
  expect(read('-h', 'a', 'b')).toBe('help')
  expect(read('--help', '--stage', '')).toBe('help')
})

test('all that is wrong is told at once, an option that there is not before anything else', () => {
  const stage = '--stage is empty: say for example --stage local.'
  expect(read('--stage', '')).toEqual({ faults: [stage] })
  expect(read('a', 'b', '--stage', '')).toEqual({ faults: ['One word.', stage] })
  expect(read('--never', 'a')).toEqual({ faults: [expect.stringContaining("Unknown option '--never'")] })
})

test.each([
  ['npm_config_since', '--since'],
  ['npm_config_stage', '--stage'],
])('%s shows that npm kept the option, and the command does not act without it', (variable, option) => {
  const parsed = readArguments([], { since: { type: 'string' } }, () => ({}), { [variable]: '' })
  expect(parsed).toEqual({
    faults: [expect.stringContaining(`npm kept ${option} for itself: put -- before`)],
  })
})

test('what a .npmrc sets for npm is none of the command', () => {
  const options = { yes: { type: 'boolean' }, json: { type: 'boolean' } } as const
  const env = { npm_config_yes: 'true', npm_config_json: 'true', npm_config_registry: 'x' }
  expect(readArguments([], options, () => ({ done: true }), env)).toEqual({ done: true })
})
