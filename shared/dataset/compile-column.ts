import { compileText } from '../row/check-text.ts'
import { checkColumnFields, checkColumnName, withoutTypedFields } from './check-column-fields.ts'
import { canonicalTexts, checkPattern, compileBounds, compileLength } from './column-limits.ts'
import type { ColumnDefaults, ColumnNeed } from './compile-columns.ts'
import type { Column } from './dataset.ts'
import type { Report } from './dataset-fault.ts'
import { type ColumnFile, columnFileSchema } from './dataset-file.ts'
import { parseFields } from './parse-fields.ts'

/** Tells what is wrong with a field of the column in hand. */
export type Fault = (field: keyof ColumnFile | null, message: string) => void

/** Fills in what the file leaves open. Undefined when the column is at fault, which is reported. */
export function compileColumn(
  name: string,
  spec: unknown,
  defaults: ColumnDefaults,
  report: Report,
): Column | undefined {
  let faultCount = 0
  const counted: Report = (path, message) => {
    faultCount += 1
    report(path, `columns.${name}.${message}`)
  }
  const fault: Fault = (field, message) => {
    faultCount += 1
    const path = ['columns', name, ...(field ? [field] : [])]
    report(path, `${path.join('.')}: ${message}`)
  }
  checkColumnName(name, fault)
  const need = defaults.needed.get(name)
  const file = checkColumnFields(readSpec(name, spec, fault, counted), need, fault)
  const column = assemble(name, file, need, defaults, fault)
  if (faultCount === 0) checkDefault(column, fault)
  return faultCount === 0 ? column : undefined
}

/** A type alone, and nothing, are short for a column without checks. */
function readSpec(name: string, spec: unknown, fault: Fault, report: Report): ColumnFile {
  if (spec === null) return {}
  const map = typeof spec === 'string' ? new Map([['type', spec]]) : spec
  if (map instanceof Map) {
    const file = parseFields(map, columnFileSchema.shape, ['columns', name], report)
    return map.has('type') && file.type === undefined ? withoutTypedFields(file) : file
  }
  fault(null, `expected a type or a map of checks, received ${JSON.stringify(spec)}`)
  return {}
}

function assemble(
  name: string,
  file: ColumnFile,
  need: ColumnNeed | undefined,
  { empty }: ColumnDefaults,
  fault: Fault,
): Column {
  const type = file.type ?? 'string'
  return {
    name,
    from: file.from ?? name,
    type,
    required: file.required === true || need !== undefined,
    empty: file.empty ?? empty,
    default: file.default === undefined ? null : String(file.default),
    pattern: checkPattern(file.pattern, fault),
    length: compileLength(file.length, fault),
    enum: file.enum ? canonicalTexts(type, 'enum', file.enum, fault) : null,
    ...compileBounds(type, file, fault),
  }
}

/** The default must pass the column's own checks, or every empty cell would be a reject. */
function checkDefault(column: Column, fault: Fault): void {
  if (column.default === null || column.type === 'json') return
  const checked = compileText(column, column.type)(column.default)
  if (column.default === '') fault('default', 'an empty text is no value. Write empty: keep instead')
  else if (typeof checked === 'string')
    fault('default', `${JSON.stringify(column.default)} breaks the column’s own rule: ${checked}`)
}
