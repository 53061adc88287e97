import type { Column, DelimitedFormat } from '../dataset/dataset.ts'
import { StevedoreError } from '../platform/error.ts'
import type { CellMap } from './record-cursor.ts'

/** How many names of a header a message shows. */
const NAMES_SHOWN_MAX = 50

/** What programs write between cells. */
const DELIMITERS = [';', '\t', ',', '|']

/**
 * Finds the dataset's columns in the header, in any order. Throws `file.header` with every fault: a column that is
 * required (those of the key are) and missing, that stands there twice, or that is written otherwise; or that all
 * columns are missing.
 */
export function matchHeader(
  header: readonly string[],
  columns: readonly Column[],
  headerMatch: DelimitedFormat['headerMatch'],
): CellMap {
  const faultOf = headerMatch === 'exact' ? exactFault : foldedFault
  const faults = columns.flatMap((column) => faultOf(header, column) ?? [])
  // None has to be there, but a file without any is another one: all its rows would be empty.
  const isStrange = !columns.some(({ from }) => header.some((name) => folded(name) === folded(from)))
  if (isStrange && faults.length === 0) faults.push('it has none of them')
  if (faults.length > 0) {
    const why = otherDelimiter(header, columns) ?? faults.join('; ')
    const message = `The header does not give the columns of the dataset: ${why}. Found: `
    // Where the file has no header these are values of its first row.
    const logged = `${message}${counted(header.length)}, which the ledger tells`
    const remedy = 'Correct the header, or say in the dataset how the file names its columns'
    throw new StevedoreError('file.header', `${message}${listed(header)}. ${remedy}`, { logged })
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

/** A header that is one cell, in which the dataset's names stand with another mark between: Excel writes `;` in half of Europe. */
function otherDelimiter(
  [only = '', ...more]: readonly string[],
  columns: readonly Column[],
): string | undefined {
  if (more.length > 0) return undefined
  const mark = DELIMITERS.find((each) => {
    const names = new Set(only.split(each).map(folded))
    return names.size > 1 && columns.some(({ from }) => names.has(folded(from)))
  })
  return (
    mark &&
    `${JSON.stringify(mark)} stands between its names. Say \`delimiter: ${JSON.stringify(mark)}\` in the dataset, or save the file with the dataset's own`
  )
}

function counted(names: number): string {
  return names === 1 ? '1 name' : `${names} names`
}

function folded(name: string): string {
  return name.trim().toLowerCase()
}

function listed(header: readonly string[]): string {
  const shown = header.slice(0, NAMES_SHOWN_MAX).map((name) => JSON.stringify(name.slice(0, 64)))
  const more = header.length - shown.length
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '')
}
