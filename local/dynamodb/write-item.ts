import db from 'dynalite/db/index.js'
import { arithmeticFault } from './check-arithmetic.ts'
import { emptyIndexKeyFault, emptyIndexKeyUpdateFault } from './check-index-keys.ts'
import { nameFault } from './check-names.ts'
import { nestingFault } from './check-nesting.ts'
import { detachOperands } from './detach-operands.ts'
import { type AttributeMap, type DynaliteError, parseInput, runAction, type Store } from './store.ts'
import { findTable } from './table-description.ts'

/** PutItem, UpdateItem or DeleteItem, with what dynalite lacks of them. */
export async function writeItem(
  store: Store,
  name: 'PutItem' | 'UpdateItem' | 'DeleteItem',
  input: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const returnsItem = input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD'
  const data = parseInput(store, name, input)
  const table = await findTable(store, data.TableName as string)
  if (name === 'PutItem') {
    const item = data.Item as AttributeMap
    const fault = emptyIndexKeyFault(table, item) ?? nestingFault(item) ?? nameFault(item)
    if (fault) throw fault
  }
  const seen: { item?: AttributeMap | undefined } = {}
  const onRead = (item: AttributeMap | undefined) => {
    seen.item = item
    // A condition that fails is answered before the arithmetic is looked at.
    if (name !== 'UpdateItem' || db.checkConditional(data, item)) return undefined
    const fault = arithmeticFault(data, item ?? {}) ?? emptyIndexKeyUpdateFault(table, data, item ?? {})
    if (data._updates) data._updates = detachOperands(data, item ?? {})
    return fault
  }
  try {
    return withoutEmpty(data, await runAction(store, name, data, onRead))
  } catch (error) {
    if (returnsItem && seen.item && isConditionFailure(error)) error.body.Item = seen.item
    throw error
  }
}

function withoutEmpty(
  data: Readonly<Record<string, unknown>>,
  { Attributes, ...output }: Record<string, unknown>,
): Record<string, unknown> {
  if (Attributes === undefined) return output
  const updated = data.ReturnValues === 'UPDATED_OLD' || data.ReturnValues === 'UPDATED_NEW'
  const nothing = updated && Object.keys(Attributes as object).length === 0
  return nothing ? output : { ...output, Attributes }
}

export function isConditionFailure(error: unknown): error is DynaliteError {
  const type = (error as Partial<DynaliteError>).body?.__type
  return typeof type === 'string' && type.endsWith('#ConditionalCheckFailedException')
}
