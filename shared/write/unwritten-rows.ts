import type { Item } from '../row/row.ts'
import type { RetryRow } from './retry-queue.ts'

/**
 * Which of the rows of a BatchWriteItem came back. Where one cannot be recognised all count as unwritten: writing twice
 * is harmless.
 */
export function unwrittenRows(
  rows: readonly RetryRow[],
  items: readonly Item[],
  keyAttributes: readonly string[],
): readonly RetryRow[] {
  const places = new Map(rows.map((row, place) => [keyText(itemOf(row), keyAttributes), place]))
  const again = new Set<number>()
  for (const item of items) {
    const place = places.get(keyText(item, keyAttributes))
    if (place === undefined) return rows
    again.add(place)
  }
  return rows.filter((_row, place) => again.has(place))
}

function itemOf({ fragment }: RetryRow): Item {
  return JSON.parse(fragment.toString()).PutRequest.Item
}

function keyText(item: Item, keyAttributes: readonly string[]): string {
  return JSON.stringify(keyAttributes.map((name) => item[name]))
}
