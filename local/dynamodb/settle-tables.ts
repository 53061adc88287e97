import { parseInput, runAction, type Store, type TableDescription } from './store.ts'
import { changeTable } from './table-description.ts'

/** Brings tables to rest that a killed process left on the way: being made, or half deleted. */
export async function settleTables(store: Store): Promise<void> {
  const tables: TableDescription[] = []
  for await (const table of store.tableDb.createValueStream({})) tables.push(table as TableDescription)
  for (const { TableName, TableStatus } of tables) {
    if (TableStatus === 'DELETING') {
      await runAction(store, 'DeleteTable', parseInput(store, 'DeleteTable', { TableName }))
    } else if (TableStatus !== 'ACTIVE') {
      await changeTable(store, TableName, (table) => {
        table.TableStatus = 'ACTIVE'
      })
    }
  }
}
