import { createHash } from 'node:crypto'
import type { Dataset } from './dataset.ts'

const HASH_HEX_DIGITS = 16
/**
 * To be raised with each change of what a place in a file means, or of the rows that are made of it: a checkpoint of an
 * older release is then one of other datasets, and its load begins anew.
 */
const READING = 1

/** Tells whether image, template and checkpoint mean the same datasets. The order of datasets and fields does not count. */
export function datasetsHash(datasets: readonly Dataset[], reading = READING): string {
  const byName = datasets.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  return createHash('sha256')
    .update(`${reading} ${canonicalJson(byName)}`)
    .digest('hex')
    .slice(0, HASH_HEX_DIGITS)
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, node: unknown) =>
    node !== null && typeof node === 'object' && !Array.isArray(node)
      ? Object.fromEntries(Object.entries(node).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : node,
  )
}
