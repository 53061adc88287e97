import db from 'dynalite/db/index.js'
import { operandValue, type Update } from './check-arithmetic.ts'
import type { AttributeMap, AttributeValue, DynaliteError, TableDescription } from './store.ts'

const NOT_VALID = 'One or more parameter values are not valid.'
const EMPTY = 'The AttributeValue for a key attribute cannot contain an empty'

/** The fault of an item with an empty text for the key of an index; dynalite would store it. */
export function emptyIndexKeyFault(
  table: TableDescription | undefined,
  item: AttributeMap,
): DynaliteError | undefined {
  for (const [index, attribute] of indexKeys(table)) {
    const type = emptyType(item[attribute])
    if (type) {
      return db.validationError(
        `${NOT_VALID} A value specified for a secondary index key is not supported. ${EMPTY} ${type} value. IndexName: ${index}, IndexKey: ${attribute}`,
      )
    }
  }
  return undefined
}

/** The same of an update, whose values may be those of the item as it was. */
export function emptyIndexKeyUpdateFault(
  table: TableDescription | undefined,
  update: Update,
  item: AttributeMap,
): DynaliteError | undefined {
  const keys = new Set(indexKeys(table).map(([, attribute]) => attribute))
  const given = Object.entries(update.AttributeUpdates ?? {}).map(
    ([name, { Value }]) => [name, Value] as const,
  )
  const set = (update._updates?.sections ?? [])
    .filter(({ type, path }) => type === 'set' && path.length === 1)
    .map(({ path, val }) => [String(path[0]), operandValue(val, item)] as const)
  for (const [name, value] of [...given, ...set]) {
    const type = keys.has(name) && emptyType(value)
    if (type) {
      return db.validationError(
        `${NOT_VALID} The update expression attempted to update a secondary index key to a value that is not supported. ${EMPTY} ${type} value.`,
      )
    }
  }
  return undefined
}

function indexKeys(table: TableDescription | undefined): [index: string, attribute: string][] {
  const indexes = [...(table?.GlobalSecondaryIndexes ?? []), ...(table?.LocalSecondaryIndexes ?? [])]
  return indexes.flatMap(({ IndexName, KeySchema }) =>
    KeySchema.map(({ AttributeName }): [string, string] => [IndexName, AttributeName]),
  )
}

function emptyType(value: AttributeValue | undefined): 'string' | 'binary' | undefined {
  if (value?.S === '') return 'string'
  return value?.B === '' ? 'binary' : undefined
}
