import { emptyIndexKeyFault } from './check-index-keys.ts'
import { nameFault } from './check-names.ts'
import { nestingFault } from './check-nesting.ts'
import { type AttributeMap, parseInput, runAction, type Store } from './store.ts'
import { findTable } from './table-description.ts'

type Writes = Readonly<Record<string, readonly { readonly PutRequest?: { readonly Item: AttributeMap } }[]>>

/** BatchWriteItem, with what dynalite does not look at in its items. */
export async function writeBatch(
  store: Store,
  input: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const data = parseInput(store, 'BatchWriteItem', input)
  for (const [name, writes] of Object.entries(data.RequestItems as Writes)) {
    const table = await findTable(store, name)
    for (const { PutRequest } of writes) {
      if (!PutRequest) continue
      const { Item } = PutRequest
      const fault = emptyIndexKeyFault(table, Item) ?? nestingFault(Item) ?? nameFault(Item)
      if (fault) throw fault
    }
  }
  return runAction(store, 'BatchWriteItem', data)
}
