import type { Dataset } from '../dataset/dataset.ts'

/** Where a pattern stops to be plain text. */
const FIRST_WILDCARD = /[*?{]/

/** The prefixes under which the datasets' objects lie: none lies within another, so that nothing is listed twice. */
export function listedPrefixes(datasets: readonly Pick<Dataset, 'match'>[]): string[] {
  const prefixes = [...new Set(datasets.map(({ match }) => match.slice(0, endOfText(match))))].sort()
  return prefixes.filter((prefix) => !prefixes.some((other) => other !== prefix && prefix.startsWith(other)))
}

function endOfText(match: string): number {
  const place = match.search(FIRST_WILDCARD)
  return place < 0 ? match.length : place
}
