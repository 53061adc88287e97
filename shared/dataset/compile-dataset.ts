import * as z from 'zod'
import { checkMatch, checkName } from './check-names.ts'
import { compileColumns } from './compile-columns.ts'
import { compileFormat } from './compile-format.ts'
import { columnsOfKey, compileKey, readKey } from './compile-key.ts'
import { compileRejectLimit } from './compile-reject-limit.ts'
import { compileTtl } from './compile-ttl.ts'
import { compileWrite, neededColumns } from './compile-write.ts'
import type { Dataset } from './dataset.ts'
import type { Report } from './dataset-fault.ts'
import { datasetFileSchema } from './dataset-file.ts'
import { parseFields } from './parse-fields.ts'

/** Columns are checked one by one, so that a fault in one hides none in another. */
const fileShape = { ...datasetFileSchema.shape, columns: z.unknown() }

/** Fills in what the file leaves open. Every fault is reported; the dataset is undefined when one of them left a gap. */
export function compileDataset(value: unknown, fileName: string, report: Report): Dataset | undefined {
  if (!(value instanceof Map)) {
    report([], `a dataset file is a map with the fields ${Object.keys(fileShape).join(', ')}`)
    return undefined
  }
  const file = parseFields(value, fileShape, [], report)
  checkName(file.name, fileName, report)
  checkMatch(file.match, report)
  const keyTexts = readKey(file.key, report)
  const columns = compileColumns(
    value.get('columns'),
    { empty: file.empty ?? 'omit', needed: neededColumns(file.write, columnsOfKey(keyTexts)) },
    report,
  )
  const key = compileKey(keyTexts, columns, report)
  const format = compileFormat(file, columns, report)
  const write = compileWrite(file.write, columnsOfKey(keyTexts), columns, report)
  const ttl = compileTtl(file.ttl, columns, report)
  const rejectLimit = compileRejectLimit(file.rejectLimit, report)
  if (file.name === undefined || file.match === undefined) return undefined
  if (!format || !key || !write || ttl === undefined || !rejectLimit) return undefined
  return {
    name: file.name,
    match: file.match,
    format,
    key,
    columns: [...columns.values()].filter((column) => column !== 'faulty'),
    write,
    ttl,
    when: file.when ?? 'arrival',
    rejectLimit,
  }
}
