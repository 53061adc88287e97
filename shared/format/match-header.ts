import type { Column, DelimitedFormat } from '../dataset/dataset.ts'
import { StevedoreError } from '../platform/error.ts'
import type { CellMap } from './record-cursor.ts'

/** How many names of a header a message shows. */
const NAMES_SHOWN_MAX = 50

/**
 * Finds the dataset's columns in the header, in any order. Throws `file.header` with every fault: a column that is
 * required (those of the key are) and missing, that stands there twice, or that is written otherwise.
 */
export function matchHeader(
  header: readonly string[],
  columns: readonly Column[],
  headerMatch: DelimitedFormat['headerMatch'],
): CellMap {
  const faultOf = headerMatch === 'exact' ? exactFault : foldedFault
  const faults = columns.flatMap((column) => faultOf(header, column) ?? [])
  if (faults.length > 0) {
    const message = `The header does not give the columns of the dataset: ${faults.join('; ')}. Found: `
    // Where the file has no header these are values of its first row.
    const logged = `${message}${header.length} names, which the ledger tells`
    throw new StevedoreError('file.header', message + listed(header), { logged })
  }
  const meet = headerMatch === 'exact' ? (name: string) => name : folded
  const positions = new Map(header.map((name, position) => [meet(name), position]))
  return {
    cellCount: header.length,
    positions: columns.map(({ from }) => positions.get(meet(from)) ?? -1),
  }
}

function exactFault(header: readonly string[], { from, required }: Column): string | undefined {
  const count = header.filter((name) => name === from).length
  if (count > 1) return `${JSON.stringify(from)} stands there ${count} times`
  if (count === 1) return undefined
  const alike = header.find((name) => folded(name) === folded(from))
  // Also for a column that may be missing: written otherwise, its values would be lost without a word.
  if (alike !== undefined)
    return `${JSON.stringify(from)} is missing, and ${JSON.stringify(alike)} looks like it: names must be equal to the letter, or the dataset says \`headerMatch: ignore-case\``
  return required ? `${JSON.stringify(from)} is missing` : undefined
}

function foldedFault(header: readonly string[], { from, required }: Column): string | undefined {
  const found = header.filter((name) => folded(name) === folded(from))
  if (found.length > 1)
    return `${JSON.stringify(from)} stands there ${found.length} times when case and spaces are ignored, as ${found.map((name) => JSON.stringify(name)).join(', ')}`
  return found.length === 0 && required ? `${JSON.stringify(from)} is missing` : undefined
}

function folded(name: string): string {
  return name.trim().toLowerCase()
}

function listed(header: readonly string[]): string {
  const shown = header.slice(0, NAMES_SHOWN_MAX).map((name) => JSON.stringify(name.slice(0, 64)))
  const more = header.length - shown.length
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '')
}
