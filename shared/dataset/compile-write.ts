import type { ColumnNeed, CompiledColumns } from './compile-columns.ts'
import type { ColumnType, Dataset } from './dataset.ts'
import type { Report } from './dataset-fault.ts'
import type { DatasetFile } from './dataset-file.ts'

/** Types whose values have an order that DynamoDB can compare by. */
const ORDERED: readonly ColumnType[] = ['number', 'integer', 'string', 'date', 'timestamp']

type WriteField = DatasetFile['write']

/** The columns without which a row cannot be written. */
export function neededColumns(
  write: WriteField,
  keyColumns: ReadonlySet<string>,
): ReadonlyMap<string, ColumnNeed> {
  const needed = new Map<string, ColumnNeed>()
  if (typeof write === 'object') needed.set(write.newest.by, 'order')
  for (const name of keyColumns) needed.set(name, 'key')
  return needed
}

/** Undefined when the column that rows are compared by is at fault, which is reported. */
export function compileWrite(
  write: WriteField,
  keyColumns: ReadonlySet<string>,
  columns: CompiledColumns,
  report: Report,
): Dataset['write'] | undefined {
  if (typeof write !== 'object') return { kind: write ?? 'put' }
  const { by } = write.newest
  const column = columns.get(by)
  if (column === 'faulty') return undefined
  const message =
    column === undefined
      ? `is no column of the dataset. The columns are ${[...columns.keys()].join(', ')}`
      : !ORDERED.includes(column.type)
        ? `is ${column.type}, whose values have no order. The column may be ${ORDERED.join(', ')}`
        : keyColumns.has(by)
          ? 'is part of the key, so all rows of one key are equal in it. Name another column, or write: insert'
          : undefined
  if (message) report(['write', 'newest', 'by'], `write.newest.by: ${by} ${message}`)
  return message ? undefined : { kind: 'newest', by }
}
