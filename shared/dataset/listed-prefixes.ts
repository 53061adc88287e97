import type { Dataset } from './dataset.ts'

/** Where a pattern stops to be plain text. */
const FIRST_WILDCARD = /[*?{]/

/** The prefixes under which the datasets' objects lie: none lies within another, so that nothing is listed twice. */
export function listedPrefixes(datasets: readonly Pick<Dataset, 'match'>[]): string[] {
  const prefixes = [...new Set(datasets.map(({ match }) => plainPrefix(match)))].sort()
  return prefixes.filter((prefix) => !prefixes.some((other) => other !== prefix && prefix.startsWith(other)))
}

/** What every key begins with that the pattern takes; empty where that may be anything. */
export function plainPrefix(match: string): string {
  const place = match.search(FIRST_WILDCARD)
  return place < 0 ? match : match.slice(0, place)
}
