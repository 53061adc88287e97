import { expect, test } from 'vitest'
import { listedPrefixes } from '../../../shared/dataset/listed-prefixes.ts'

const of = (...matches: string[]) => listedPrefixes(matches.map((match) => ({ match })))

test('a prefix is the text before the first wildcard', () => {
  expect(of('airports/**/*.csv', 'logs/2026-*', 'a?b/x', 'in/{a,b}.csv')).toEqual(['a', 'in/', 'logs/2026-'])
})

test('nothing is listed twice', () => {
  expect(of('in/**', 'in/a/*.csv', 'in/**')).toEqual(['in/'])
  expect(of('**/*.csv', 'in/**')).toEqual([''])
})

test('a pattern without wildcards is its own prefix, under which packed files lie too', () => {
  expect(of('in/one.csv')).toEqual(['in/one.csv'])
})
