import { compileColumn } from './compile-column.ts'
import type { Column } from './dataset.ts'
import type { Report } from './dataset-fault.ts'

/** By name, in the file's order. A faulty column is known by name alone, so that others can speak of it. */
export type CompiledColumns = ReadonlyMap<string, Column | 'faulty'>

export interface ColumnDefaults {
  readonly empty: Column['empty']
  /** Columns that every row needs, with what it needs them for. */
  readonly needed: ReadonlyMap<string, ColumnNeed>
}

/** A key column tells rows apart; by an order column `newest` compares those of one key. */
export type ColumnNeed = 'key' | 'order'

/** With more, an item of one character a column would come near DynamoDB's 400 KB, and a row never ends. */
const COLUMNS_MAX = 1000

export function compileColumns(value: unknown, defaults: ColumnDefaults, report: Report): CompiledColumns {
  if (!(value instanceof Map) || value.size === 0) {
    report(['columns'], 'columns: expected a map of the columns to load, for example "city: string"')
    return new Map()
  }
  if (value.size > COLUMNS_MAX)
    report(['columns'], `columns: there are ${value.size}, and a row has ${COLUMNS_MAX} at most`)
  const columns = new Map(
    [...value].map(([name, spec]) => [
      String(name),
      compileColumn(String(name), spec, defaults, report) ?? ('faulty' as const),
    ]),
  )
  checkSources(columns, report)
  return columns
}

/** Two columns from one cell are almost always a slip of the pen. */
function checkSources(columns: CompiledColumns, report: Report): void {
  const taken = new Map<string, string>()
  for (const column of columns.values()) {
    if (column === 'faulty') continue
    const other = taken.get(column.from)
    if (other !== undefined)
      report(
        ['columns', column.name],
        `columns.${column.name}: ${other} is read from ${JSON.stringify(column.from)} already. Leave one of them out`,
      )
    taken.set(column.from, column.name)
  }
}
