import { ApiError } from '../protocol/api-error.ts'
import type { Store, TableDescription } from './store.ts'

/** The table as it is, or undefined. */
export function findTable(store: Store, name: string): Promise<TableDescription | undefined> {
  return new Promise((resolve, reject) => {
    store.getTable(name, false, (error, table) => {
      if (error && error.name !== 'NotFoundError') reject(error)
      else resolve(error ? undefined : table)
    })
  })
}

/** The table as it is; rejects with ResourceNotFoundException. `name` may be an ARN. */
export async function describeTable(store: Store, name: string): Promise<TableDescription> {
  const table = await findTable(store, name.split('table/').at(-1) ?? name)
  if (!table)
    throw new ApiError('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`)
  return table
}

/** Reads, changes and stores a table's description with nobody in between. */
export function changeTable(
  store: Store,
  name: string,
  change: (table: TableDescription) => void,
): Promise<TableDescription> {
  return new Promise((resolve, reject) => {
    store.tableDb.lock(name, (release) => {
      const settle = (error: Error | null | undefined, table?: TableDescription) =>
        release(() => (error || !table ? reject(error) : resolve(table)))()
      store.getTable(name, false, (error, table) => {
        if (error || !table) return settle(error)
        change(table)
        store.tableDb.put(name, table, (failed) => settle(failed, table))
      })
    })
  })
}
