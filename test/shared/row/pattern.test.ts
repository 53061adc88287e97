import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compilePattern, FOUND, NOT_ASCII, NOT_FOUND } from '../../../shared/row/pattern.ts'

// Small parts over few characters, so that texts match often.
const one = fc.constantFrom(
  'a',
  'b',
  '.',
  '[ab]',
  '[^a]',
  '\\w',
  '\\d',
  '\\p{L}',
  '\\u{1F6A2}',
  '🚢',
  '\\.',
  '[\\]b]',
)
const { pattern } = fc.letrec<{ pattern: string; part: string }>((tie) => ({
  part: fc.oneof(
    { maxDepth: 3 },
    one,
    fc.constantFrom('^', '$', '(?:)'),
    fc
      .tuple(tie('pattern'), fc.constantFrom('(', '(?:', '(?<name>'))
      .map(([inner, open]) => `${open}${inner.replaceAll('(?<name>', '(')})`),
    fc
      .tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{1,}', '{0,2}', '*?', '{1,2}?', '{0}'))
      .map(([inner, times]) => `(${inner.replaceAll('(?<name>', '(')})${times}`),
  ),
  pattern: fc
    .array(tie('part'), { maxLength: 4 })
    .chain((parts) =>
      fc.constantFrom('', '|').map((between) => parts.join(between).replace(/(\(\?<name>)(.*)\1/s, '($2(')),
    ),
}))
const text = fc.stringMatching(/^[ab0.🚢\n\]]{0,8}$/u)

test('finds what JavaScript finds', () => {
  fc.assert(
    fc.property(pattern.filter(isRegex), fc.array(text, { minLength: 1, maxLength: 8 }), (source, texts) => {
      const { isIn, searchBytes } = compilePattern(source)
      const regex = new RegExp(source, 'u')
      expect(texts.map(isIn)).toEqual(texts.map((value) => regex.test(value)))
      for (const value of texts) {
        const bytes = Buffer.from(`ä${value}ö`)
        const found = searchBytes(bytes, 2, bytes.length - 2)
        if (found === NOT_ASCII) expect(value).toMatch(/[^\0-\x7f]/u)
        else expect(found === FOUND).toBe(regex.test(value))
      }
    }),
    { numRuns: 3000 },
  )
})

function isRegex(source: string): boolean {
  try {
    return new RegExp(source, 'u') instanceof RegExp
  } catch {
    return false
  }
}

test.each(['^(a+)+$', '^(a|a)*$', '^(a|aa)+$', '^a*a*a*a*a*$', '(.*)*x', '^(([a-z])+.)+[A-Z]([a-z])+$'])(
  '%s takes no longer for a text that almost matches',
  (source) => {
    const text = `${'a'.repeat(100_000)}!`
    expect(compilePattern(source).isIn(text)).toBe(false)
    expect(compilePattern(source).searchBytes(Buffer.from(text), 0, text.length)).toBe(NOT_FOUND)
  },
)

test('empty parts may be repeated at will', () => {
  expect(compilePattern('^((?:){1000000000}(){999999999,}a)$').isIn('a')).toBe(true)
})

test('a text that leads to ever new places fills no memory, and is still read right', () => {
  const { isIn } = compilePattern('^(a|b)*a(a|b){40}c$')
  const letters = Array.from({ length: 20_000 }, (_, index) => ((index * index) % 7 > 2 ? 'a' : 'b')).join('')
  expect(isIn(`${letters}a${'b'.repeat(40)}c`)).toBe(true)
  expect(isIn(`${letters}b${'b'.repeat(40)}c`)).toBe(false)
})

test.each([
  ['(?=a)', '(? is not supported'],
  ['(?<!a)', '(? is not supported'],
  ['(?i:a)', '(? is not supported'],
  ['(a)\\1', '\\1 is not supported'],
  ['\\bword', '\\b is not supported'],
  ['[', 'Invalid regular expression'],
  ['a{1001}', 'more than 1000 states'],
  ['((a{99}){99}){99}', 'more than 1000 states'],
])('%s is refused with the reason', (source, reason) => {
  expect(() => compilePattern(source)).toThrow(reason)
})
