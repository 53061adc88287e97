import type { Column } from '../../shared/dataset/dataset.ts'
import type { AttributeValue } from '../../shared/row/row.ts'
import { compareDecimals, type Decimal, decimalOf, decimalText } from './decimal.ts'
import { depthOf, JsonText, NoJson } from './json-text.ts'
import { dayOf, momentOf } from './moment-of.ts'
import type { OracleField } from './refused.ts'

/** The attribute of a field, undefined where the item has none, or the rule it breaks. */
export function cellValue(
  column: Column,
  field: OracleField | undefined,
  isJsonFile: boolean,
): AttributeValue | string | undefined {
  if (field === undefined || field === null || field === '') return emptyValue(column)
  if (column.type === 'json') return jsonValue(column, field, isJsonFile)
  if (typeof field === 'boolean') return column.type === 'boolean' ? { BOOL: field } : 'type'
  if (typeof field === 'string') return textValue(column, field)
  const isNumber = column.type === 'number' || column.type === 'integer'
  return 'number' in field && isNumber ? textValue(column, field.number as string) : 'type'
}

function emptyValue(column: Column): AttributeValue | string | undefined {
  if (column.default !== null && column.type !== 'json') return textValue(column, column.default)
  if (column.required) return 'required'
  if (column.empty === 'null') return { NULL: true }
  return column.empty === 'keep' && column.type === 'string' ? { S: '' } : undefined
}

function textValue(column: Column, text: string): AttributeValue | string {
  const { type, min, max } = column
  if (type === 'number' || type === 'integer') {
    const decimal = type === 'number' || /^-?\d+$/.test(text) ? decimalOf(text) : undefined
    if (!decimal) return 'type'
    const canonical = decimalText(decimal)
    const bound = (limit: string): number => compareDecimals(decimal, decimalOf(limit) as Decimal)
    return (
      brokenRule(column, canonical, min !== null && bound(min) < 0, max !== null && bound(max) > 0) ?? {
        N: canonical,
      }
    )
  }
  if (type === 'boolean') {
    const isBoolean = /^(?:[tT]rue|TRUE|[fF]alse|FALSE)$/.test(text)
    return isBoolean ? { BOOL: /^t/i.test(text) } : 'type'
  }
  const read = type === 'date' ? dayOf : type === 'timestamp' ? momentOf : undefined
  const moment = read?.(text)
  if (read && moment === undefined) return 'type'
  const below = moment !== undefined && min !== null && moment < (read?.(min) as bigint)
  const above = moment !== undefined && max !== null && moment > (read?.(max) as bigint)
  return brokenRule(column, text, below, above) ?? { S: text }
}

function brokenRule(column: Column, text: string, isBelow: boolean, isAbove: boolean): string | undefined {
  const { pattern, length } = column
  const characters = [...text].length
  if (pattern !== null && !new RegExp(pattern, 'u').test(text)) return 'pattern'
  if (length && (characters < length.min || characters > (length.max ?? Infinity))) return 'length'
  if (column.enum && !column.enum.includes(text)) return 'enum'
  return isBelow ? 'min' : isAbove ? 'max' : undefined
}

function jsonValue(
  column: Column,
  field: OracleField,
  isJsonFile: boolean,
): AttributeValue | string | undefined {
  if (isJsonFile) return attributeOf(field)
  const text = field as string
  if (depthOf(text) > 31) return 'depth'
  try {
    const value = new JsonText(text).whole()
    return value === null ? emptyValue(column) : attributeOf(value)
  } catch (error) {
    if (error instanceof NoJson) return 'json'
    throw error
  }
}

function attributeOf(value: OracleField): AttributeValue | string {
  if (value === null) return { NULL: true }
  if (typeof value === 'string') return { S: value }
  if (typeof value === 'boolean') return { BOOL: value }
  if (Array.isArray(value)) {
    const elements = value.map(attributeOf)
    return elements.every((element) => typeof element !== 'string') ? { L: elements } : 'json'
  }
  if (value instanceof Map) {
    const members = [...value].map(([name, member]) => [name, attributeOf(member)] as const)
    const isBroken = members.some(
      ([name, member]) =>
        name === '' ||
        name === '__proto__' ||
        Buffer.byteLength(name) >= 65_536 ||
        typeof member === 'string',
    )
    return isBroken ? 'json' : { M: Object.fromEntries(members) as Record<string, AttributeValue> }
  }
  const decimal = decimalOf(value.number)
  return decimal ? { N: decimalText(decimal) } : 'json'
}
