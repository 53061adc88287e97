import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ListPage, listPage } from '../../../../local/s3/listing/list-page.ts'
import { prefixEnd } from '../../../../local/s3/listing/prefix-end.ts'
import type { Range } from '../../../../local/s3/store/versions.ts'

const key = fc.string({
  unit: fc.constantFrom('a', 'b', '/', 'é', '\u{ffff}', '😀', '\u{10ffff}'),
  maxLength: 6,
})

test('pages put together are what a slow, simple listing gives', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(key, { maxLength: 30 }),
      fc.constantFrom('', 'a', 'a/', 'b', '\u{10ffff}'),
      fc.constantFrom('', '/', 'ab'),
      fc.integer({ min: 1, max: 5 }),
      (keys, prefix, delimiter, limit) => {
        const scan = scanOf(keys)
        const seen: string[] = []
        let page: ListPage<{ key: string }> | undefined
        do {
          const from = page && nameOf(page.last)
          page = listPage(
            {
              prefix,
              delimiter,
              limit,
              ...(from === undefined ? {} : { after: { from, inclusive: false } }),
            },
            scan,
          )
          expect(page.entries.length + page.commonPrefixes.length).toBeLessThanOrEqual(limit)
          seen.push(...[...page.entries.map((entry) => entry.key), ...page.commonPrefixes].sort(byBytes))
        } while (page.isTruncated)
        expect(seen).toEqual(simpleListing(keys, prefix, delimiter))
      },
    ),
  )
})

test('the end of a prefix is above all that begin with it, and above nothing else', () => {
  fc.assert(
    fc.property(key, key, (prefix, other) => {
      const end = prefixEnd(prefix)
      const below = end === undefined || byBytes(other, end) < 0
      expect(byBytes(other, prefix) >= 0 && below).toBe(other.startsWith(prefix))
    }),
    { numRuns: 1000 },
  )
})

test('the last code point below the surrogates is followed by the first above them', () => {
  expect(prefixEnd('a\u{d7ff}')).toBe('a\u{e000}')
})

test('a page of nothing is not truncated', () => {
  const page = listPage({ prefix: '', delimiter: '', limit: 0 }, scanOf(['a', 'b']))
  expect(page).toEqual({ entries: [], commonPrefixes: [], isTruncated: false })
})

function simpleListing(keys: readonly string[], prefix: string, delimiter: string): string[] {
  const names = keys
    .filter((key) => key.startsWith(prefix))
    .map((key) => {
      const at = delimiter ? key.indexOf(delimiter, prefix.length) : -1
      return at < 0 ? key : key.slice(0, at + delimiter.length)
    })
  return [...new Set(names)].sort(byBytes)
}

function scanOf(keys: readonly string[]) {
  const sorted = keys.toSorted(byBytes)
  return ({ from, inclusive, below }: Range, limit: number) =>
    sorted
      .filter((key) => (inclusive ? byBytes(key, from) >= 0 : byBytes(key, from) > 0))
      .filter((key) => below === undefined || byBytes(key, below) < 0)
      .slice(0, limit)
      .map((key) => ({ key }))
}

function nameOf(last: { key: string } | string | undefined): string {
  return typeof last === 'object' ? last.key : (last ?? '')
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
