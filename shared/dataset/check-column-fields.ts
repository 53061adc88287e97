import type { Fault } from './compile-column.ts'
import type { ColumnNeed } from './compile-columns.ts'
import type { ColumnType } from './dataset.ts'
import type { ColumnFile } from './dataset-file.ts'

/** DynamoDB, "Constraints": names of key attributes have 255 bytes at most; all others are held to it too. */
const NAME_BYTES_MAX = 255
/** `_load` is kept for what the loader stores beside a row; `__proto__` is lost where a client copies objects. */
const NAMES_TAKEN: readonly string[] = ['_load', '__proto__']

const FIELDS_OF_SOME_TYPES = ['pattern', 'length', 'min', 'max', 'enum', 'default'] as const
const FIELDS_OF_TYPE: Readonly<Record<ColumnType, readonly (typeof FIELDS_OF_SOME_TYPES)[number][]>> = {
  string: ['pattern', 'length', 'enum', 'default'],
  number: ['min', 'max', 'enum', 'default'],
  integer: ['min', 'max', 'enum', 'default'],
  boolean: ['default'],
  date: ['min', 'max', 'enum', 'default'],
  timestamp: ['min', 'max', 'default'],
  json: [],
}

export function checkColumnName(name: string, fault: Fault): void {
  if (name === '') fault(null, 'an attribute cannot have an empty name. Name the column and add from: ""')
  else if (NAMES_TAKEN.includes(name))
    fault(null, `an attribute cannot have this name. Choose another and add from: ${name}`)
  else if (Buffer.byteLength(name) > NAME_BYTES_MAX)
    fault(
      null,
      `the name is longer than ${NAME_BYTES_MAX} bytes. Choose a shorter one and add from: with the long one`,
    )
}

/**
 * Fields that would say nothing, or contradict each other, are faults: nobody writes them for no effect.
 * Answers the fields that say something about the column's type.
 */
export function checkColumnFields(file: ColumnFile, need: ColumnNeed | undefined, fault: Fault): ColumnFile {
  checkRequired(file, need, fault)

  const type = file.type ?? 'string'
  const known = FIELDS_OF_TYPE[type]
  const others = FIELDS_OF_SOME_TYPES.filter((field) => file[field] !== undefined && !known.includes(field))
  for (const field of others)
    fault(
      field,
      `says nothing about a ${type}, for which there ${listed(known)}. Leave it out or change the type`,
    )
  if (file.empty === 'keep' && type !== 'string')
    fault('empty', `an empty text is no ${type}. Write omit or null`)
  return { ...file, ...Object.fromEntries(others.map((field) => [field, undefined])) }
}

/** Where nobody knows the type, nothing can be said of what depends on it. */
export function withoutTypedFields(file: ColumnFile): ColumnFile {
  return { ...file, ...Object.fromEntries(FIELDS_OF_SOME_TYPES.map((field) => [field, undefined])) }
}

const NEEDED = {
  key: 'columns of the key are required, for every row needs its key. Leave it out',
  order: 'rows are compared by this column, so every row needs it. Leave it out',
} as const satisfies Record<ColumnNeed, string>

function checkRequired(file: ColumnFile, need: ColumnNeed | undefined, fault: Fault): void {
  if (need && file.required === false) fault('required', NEEDED[need])
  if (need === 'key' && file.default !== undefined)
    fault('default', 'rows without a key would all be one. Leave it out: such rows are rejected')
  else if (need === 'order' && file.default !== undefined) fault('default', NEEDED.order)
  else if (file.required && file.default !== undefined)
    fault('default', 'a required column has no empty cells. Leave one of the two out')
  if (file.empty === undefined) return
  if (file.required || need) fault('empty', 'a required column has no empty cells. Leave it out')
  else if (file.default !== undefined) fault('empty', 'empty cells get the default. Leave one of the two out')
}

function listed(fields: readonly string[]): string {
  return fields.length === 0 ? 'is no such field' : `is ${fields.join(', ')}`
}
