import type { CompiledColumns } from './compile-columns.ts'
import type { Dataset, DelimitedFormat } from './dataset.ts'
import type { Report } from './dataset-fault.ts'
import type { DatasetFile } from './dataset-file.ts'

type FormatFields = Partial<Pick<DatasetFile, 'format' | 'delimiter' | 'quote' | 'header' | 'comment'>>

/** The reader keeps as many cells of a record. */
const HEADER_NAMES_MAX = 1000
const DELIMITERS = { csv: ',', tsv: '\t' } as const

export function compileFormat(
  file: FormatFields,
  columns: CompiledColumns,
  report: Report,
): Dataset['format'] | undefined {
  if (file.format === undefined) return undefined
  if (file.format === 'ndjson') {
    for (const field of ['delimiter', 'quote', 'header', 'comment'] as const)
      if (file[field] !== undefined)
        report([field], `${field}: says nothing about ndjson, which has no cells. Leave it out`)
    return { kind: 'ndjson' }
  }
  if (file.format === 'json') return { kind: 'json', path: [] }
  const format: DelimitedFormat = {
    kind: 'delimited',
    delimiter: file.delimiter ?? DELIMITERS[file.format],
    quote: file.quote === 'none' ? null : (file.quote ?? '"'),
    comment: file.comment ?? null,
    header: Array.isArray(file.header) ? file.header : null,
    headerMatch: 'exact',
  }
  checkMarks(format, report)
  if (format.header) checkHeader(format.header, columns, report)
  return format
}

function checkMarks({ delimiter, quote, comment }: DelimitedFormat, report: Report): void {
  if (quote === delimiter)
    report(['quote'], `quote: ${JSON.stringify(quote)} is the delimiter too. Change one of them`)
  if (comment !== null && (comment === delimiter || comment === quote))
    report(
      ['comment'],
      `comment: ${JSON.stringify(comment)} is the delimiter or the quote too. Change one of them`,
    )
}

function checkHeader(header: readonly string[], columns: CompiledColumns, report: Report): void {
  if (header.length > HEADER_NAMES_MAX)
    report(['header'], `header: it has ${header.length} names, the most is ${HEADER_NAMES_MAX}`)
  const twice = header.filter((name, index) => header.indexOf(name) !== index)
  for (const name of new Set(twice))
    report(['header'], `header: ${JSON.stringify(name)} stands there twice. Rename one of them`)
  for (const column of columns.values())
    if (column !== 'faulty' && !header.includes(column.from))
      report(
        ['columns', column.name],
        `columns.${column.name}: the header names no ${JSON.stringify(column.from)}. It names ${header.join(', ')}`,
      )
}
