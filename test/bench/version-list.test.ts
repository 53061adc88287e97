import { expect, test } from 'vitest'
import { versionList } from '../../bench/null-server/version-list.ts'

function read(query: Record<string, string>, counts: Record<string, number> = {}) {
  const xml = versionList(new URLSearchParams(query), counts)
  const keys = [...xml.matchAll(/<Key>(.*?)<\/Key>/g)].map(([, key = '']) => key)
  return {
    keys,
    next: /<NextKeyMarker>(.*?)</.exec(xml)?.[1],
    isTruncated: xml.includes('>true</IsTruncated>'),
  }
}

test('a prefix with a count is listed page by page, each key once', () => {
  const keys: string[] = []
  let marker: string | undefined = ''
  for (let pages = 0; marker !== undefined; pages++) {
    const page: ReturnType<typeof read> = read(
      { prefix: 'csv/', ...(marker ? { 'key-marker': marker } : {}) },
      { 'csv/': 2_001 },
    )
    keys.push(...page.keys)
    expect(page.isTruncated).toBe(pages < 2)
    marker = page.next
  }
  expect(keys).toHaveLength(2_001)
  expect(new Set(keys).size).toBe(2_001)
  expect(keys.every((key) => key.startsWith('csv/'))).toBe(true)
})

test('any other prefix is the one object that it names', () => {
  expect(read({ prefix: 'csv/a.csv' }, { 'csv/': 10 })).toEqual({
    keys: ['csv/a.csv'],
    next: undefined,
    isTruncated: false,
  })
})
