import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileGlob } from '../../../shared/dataset/glob.ts'
import { sharedKey } from '../../../shared/dataset/shared-key.ts'

test.each([
  [
    'a/*.csv',
    ['a/b.csv', 'a/.csv', 'a/b.c.csv', 'a/ü 🚢+%41.csv', 'a/b.csv.gz', 'a/b.csv.zst'],
    ['a/b/c.csv', 'A/b.csv', 'a/b.csv.gz.gz', 'a/b.csvx', 'xa/b.csv'],
  ],
  ['a/**/*.csv', ['a/b.csv', 'a/b/c.csv', 'a/b/c/d.csv', 'a//b.csv'], ['ab.csv', 'b/a/c.csv']],
  ['**/a.csv', ['a.csv', 'b/a.csv', 'b/c/a.csv'], ['ba.csv', 'b/ba.csv']],
  ['a/**', ['a/b', 'a/b/c.json'], ['a', 'ab/c']],
  ['**', ['a', 'a/b', 'a/b.csv.gz'], []],
  ['a/**/b/**/c', ['a/b/c', 'a/x/b/y/z/c'], ['a/c', 'a/xb/c']],
  ['?.csv', ['a.csv', '🚢.csv'], ['.csv', 'ab.csv', '/.csv']],
  ['{a,b*,}.{csv,tsv}', ['a.csv', 'b.tsv', 'bx.csv', '.csv'], ['c.csv', 'a.json']],
  ['a.(b)+^$|c', ['a.(b)+^$|c'], ['axb']],
])('%s takes what it says', (pattern, taken, left) => {
  const glob = compileGlob(pattern)
  expect(taken.filter((key) => !glob.matches(key))).toEqual([])
  expect(left.filter((key) => glob.matches(key))).toEqual([])
})

test.each([
  ['', 'it is empty'],
  ['/a', 'begins with a slash'],
  ['a/', 'ends with a slash'],
  ['a/[0-9].csv', '[ has no meaning here'],
  ['a**', '** stands for whole segments'],
  ['{a', '{ is not closed'],
  ['a}', '} closes nothing'],
  ['{a,{b,c}}', 'braces stand in braces'],
  ['{a/b,c}', 'a slash or ** stands in braces'],
])('%j is refused with the reason', (pattern, reason) => {
  expect(() => compileGlob(pattern)).toThrow(reason)
})

test('a pattern of many stars costs no more than its length times the key’s', () => {
  const glob = compileGlob(`${'*a'.repeat(200)}b`)
  expect(glob.matches('a'.repeat(1000))).toBe(false)
})

// Few characters and short patterns, so that they meet often.
const piece = fc.constantFrom('a', 'b', '?', '*', '{a,b}', '{ab,}')
const segment = fc.oneof(
  { weight: 1, arbitrary: fc.constant('**') },
  {
    weight: 4,
    arbitrary: fc
      .array(piece, { minLength: 1, maxLength: 4 })
      .map((pieces) => pieces.join(''))
      .filter((text) => !text.includes('**')),
  },
)
const pattern = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => segments.join('/'))
const key = fc.stringMatching(/^[ab/]{1,8}$/)

test('takes a key exactly when the same pattern as a regular expression does', () => {
  fc.assert(
    fc.property(pattern, key, (text, name) => {
      expect(compileGlob(text).matches(name)).toBe(regexOf(text).test(name))
    }),
    { numRuns: 2000 },
  )
})

test('two patterns share a key exactly when there is one, and it is one', () => {
  fc.assert(
    fc.property(pattern, pattern, fc.array(key, { maxLength: 20 }), (left, right, keys) => {
      const [one, other] = [compileGlob(left), compileGlob(right)]
      const shared = sharedKey(one.automaton, other.automaton)
      const found = keys.find((name) => !name.endsWith('/') && one.matches(name) && other.matches(name))
      if (shared === undefined) expect(found).toBeUndefined()
      else {
        expect(one.matches(shared) && other.matches(shared)).toBe(true)
        expect(shared).not.toMatch(/\/$/)
      }
    }),
    { numRuns: 2000 },
  )
})

test.each([
  ['a/*.csv', 'b/*.csv', undefined],
  ['a/*.csv', 'a/*.tsv', undefined],
  ['a/*', 'a/*/b', undefined],
  ['a/*.csv', 'a/**/x.csv', 'a/x.csv'],
  ['a/{b,c}*', 'a/cd', 'a/cd'],
  ['a.csv', 'a.csv.gz', 'a.csv.gz'],
])('%s and %s share %s', (left, right, shared) => {
  expect(sharedKey(compileGlob(left).automaton, compileGlob(right).automaton)).toBe(shared)
})

const REGEX_OF: Readonly<Record<string, string>> = {
  '**/': '(?:.*/)?',
  '**': '.*',
  '*': '[^/]*',
  '?': '[^/]',
  '{a,b}': '[ab]',
  '{ab,}': '(?:ab)?',
}

function regexOf(text: string): RegExp {
  const source = text.replace(/\*\*\/?|\*|\?|\{.*?\}/g, (part) => REGEX_OF[part] as string)
  return new RegExp(`^${source}$`)
}
