import type { Column } from '../dataset/dataset.ts'
import { JsonNumber } from '../format/json-value.ts'
import { JSON_DEPTH_MAX } from '../format/limits.ts'
import { parseJson } from '../format/parse-json.ts'
import type { Field } from '../format/source-record.ts'
import { compileText, type ScalarType } from './check-text.ts'
import { jsonAttribute } from './json-attribute.ts'
import type { AttributeValue } from './row.ts'
import type { Rule } from './rule.ts'

/** The attribute of a field, undefined where the item has none, or the rule that the field breaks. */
export type CheckedField = AttributeValue | undefined | Rule

/** `cells`: the file's fields are text, also where the column is JSON. */
export function compileColumn(column: Column, fieldsAre: 'cells' | 'json'): (field: Field) => CheckedField {
  const empty = compileEmpty(column)
  const filled = column.type === 'json' ? compileJson(fieldsAre, empty) : compileScalar(column, column.type)
  // A CSV cell knows no null, so an empty cell, quoted or not, a JSON null, "" and a missing member are one: empty.
  return (field) => (field === undefined || field === null || field === '' ? empty : filled(field))
}

function compileEmpty(column: Column): CheckedField {
  if (column.default !== null && column.type !== 'json')
    return compileText(column, column.type)(column.default)
  if (column.required) return 'required'
  if (column.empty === 'null') return { NULL: true }
  return column.empty === 'keep' && column.type === 'string' ? { S: '' } : undefined
}

type FilledField = NonNullable<Field>

function compileScalar(column: Column, type: ScalarType): (field: FilledField) => CheckedField {
  const check = compileText(column, type)
  const takesNumbers = type === 'number' || type === 'integer'
  return (field) => {
    if (typeof field === 'string') return check(field)
    // A JSON number is no string: zeros may have been lost before it came here.
    if (field instanceof JsonNumber) return takesNumbers ? check(field.text) : 'type'
    return typeof field === 'boolean' && type === 'boolean' ? { BOOL: field } : 'type'
  }
}

function compileJson(fieldsAre: 'cells' | 'json', empty: CheckedField): (field: FilledField) => CheckedField {
  if (fieldsAre === 'json') return jsonAttribute
  return (field) => {
    const parsed = parseJson(String(field), JSON_DEPTH_MAX)
    if (typeof parsed === 'string') return parsed
    return parsed.value === null ? empty : jsonAttribute(parsed.value)
  }
}
