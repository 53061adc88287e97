import { JSON_DEPTH_MAX } from '../format/limits.ts'
import type { CompiledColumns } from './compile-columns.ts'
import type { Dataset, DelimitedFormat } from './dataset.ts'
import type { Report } from './dataset-fault.ts'
import type { DatasetFile } from './dataset-file.ts'

type FormatFields = Partial<
  Pick<DatasetFile, 'format' | 'delimiter' | 'quote' | 'header' | 'headerMatch' | 'comment' | 'under'>
>

/** The reader keeps as many cells of a record. */
const HEADER_NAMES_MAX = 1000
const DELIMITERS = { csv: ',', tsv: '\t' } as const

export function compileFormat(
  file: FormatFields,
  columns: CompiledColumns,
  report: Report,
): Dataset['format'] | undefined {
  if (file.format === undefined) return undefined
  if (file.format !== 'json' && file.under !== undefined)
    report(
      ['under'],
      `under: says nothing about ${file.format}: it leads to the array of a json file. Leave it out`,
    )
  if (file.format === 'ndjson' || file.format === 'json') {
    for (const field of ['delimiter', 'quote', 'header', 'headerMatch', 'comment'] as const)
      if (file[field] !== undefined)
        report([field], `${field}: says nothing about ${file.format}, which has no cells. Leave it out`)
    return file.format === 'json' ? { kind: 'json', path: arrayPath(file.under, report) } : { kind: 'ndjson' }
  }
  const format: DelimitedFormat = {
    kind: 'delimited',
    delimiter: file.delimiter ?? DELIMITERS[file.format],
    quote: file.quote === 'none' ? null : (file.quote ?? '"'),
    comment: file.comment ?? null,
    header: Array.isArray(file.header) ? file.header : null,
    headerMatch: file.headerMatch ?? 'exact',
  }
  checkMarks(format, report)
  if (format.headerMatch === 'ignore-case') checkIgnoredCase(format, columns, report)
  if (format.header) checkHeader(format.header, columns, report)
  return format
}

function arrayPath(under: FormatFields['under'], report: Report): readonly string[] {
  const path = typeof under === 'string' ? under.split('.') : (under ?? [])
  if (path.length > JSON_DEPTH_MAX)
    report(['under'], `under: it has ${path.length} names, and files are read ${JSON_DEPTH_MAX} levels deep`)
  return path
}

function checkIgnoredCase({ header }: DelimitedFormat, columns: CompiledColumns, report: Report): void {
  if (header)
    report(
      ['headerMatch'],
      'headerMatch: the file has no header row to look into, header: names the columns. Leave one of the two out',
    )
  const taken = new Map<string, string>()
  for (const column of columns.values()) {
    if (column === 'faulty') continue
    const name = column.from.trim().toLowerCase()
    const other = taken.get(name)
    if (other !== undefined)
      report(
        ['columns', column.name],
        `columns.${column.name}: without case and spaces around it, ${JSON.stringify(column.from)} is ${JSON.stringify(other)} too. Write headerMatch: exact or leave one of them out`,
      )
    taken.set(name, column.from)
  }
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
