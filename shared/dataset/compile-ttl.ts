import type { CompiledColumns } from './compile-columns.ts'
import type { Dataset } from './dataset.ts'
import type { Report } from './dataset-fault.ts'
import type { DatasetFile } from './dataset-file.ts'

type Ttl = NonNullable<Dataset['ttl']>

/** Holds the time where no column of the file does so in seconds. */
const OWN_ATTRIBUTE = 'ttl'
const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const
/** A hundred years: beyond it somebody meant another unit. */
const AGE_SECONDS_MAX = 36_525 * SECONDS.d

/** Null where rows stay for ever; undefined when the field is at fault, which is reported. */
export function compileTtl(
  ttl: DatasetFile['ttl'],
  columns: CompiledColumns,
  report: Report,
): Ttl | null | undefined {
  if (ttl === undefined) return null
  return 'column' in ttl ? fromColumn(ttl.column, columns, report) : fromAge(ttl.after, columns, report)
}

function fromColumn(name: string, columns: CompiledColumns, report: Report): Ttl | undefined {
  const column = columns.get(name)
  if (column === 'faulty') return undefined
  if (column?.type === 'integer') return { kind: 'column', column: name, attribute: name }
  if (column?.type === 'date' || column?.type === 'timestamp')
    return { kind: 'column', column: name, attribute: ownAttribute(columns, report) }
  report(
    ['ttl', 'column'],
    column
      ? `ttl.column: ${name} is ${column.type}, which tells no time. The column may be a date, a timestamp, or an integer of seconds since 1970`
      : `ttl.column: ${name} is no column of the dataset. The columns are ${[...columns.keys()].join(', ')}`,
  )
  return undefined
}

function fromAge(after: string, columns: CompiledColumns, report: Report): Ttl {
  const unit = after.slice(-1) as keyof typeof SECONDS
  const seconds = Number(after.slice(0, -1)) * SECONDS[unit]
  if (seconds > AGE_SECONDS_MAX)
    report(
      ['ttl', 'after'],
      `ttl.after: ${after} is longer than a hundred years. Write a shorter time, or leave ttl out`,
    )
  return { kind: 'age', seconds, attribute: ownAttribute(columns, report) }
}

function ownAttribute(columns: CompiledColumns, report: Report): string {
  if (columns.has(OWN_ATTRIBUTE))
    report(
      ['columns', OWN_ATTRIBUTE],
      `columns.${OWN_ATTRIBUTE}: the time of deletion is stored in an attribute of this name. Give the column another, with from: ${OWN_ATTRIBUTE}`,
    )
  return OWN_ATTRIBUTE
}
