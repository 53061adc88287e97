import db from 'dynalite/db/index.js'
import type {
  AttributeDefinition,
  AttributeMap,
  IndexDescription,
  KeyPart,
  Store,
  TableDescription,
} from './store.ts'
import { changeTable } from './table-description.ts'

export interface NewIndex {
  readonly IndexName: string
  readonly KeySchema: readonly KeyPart[]
  readonly Projection: IndexDescription['Projection']
}

/** Adds a global index to a table and fills it from the items that are there. */
export async function addIndex(
  store: Store,
  tableName: string,
  index: NewIndex,
  definitions: readonly AttributeDefinition[],
): Promise<void> {
  // The index is in the description before it is filled: what is written meanwhile goes into it by itself.
  const table = await changeTable(store, tableName, (table) => {
    const known = new Set(table.AttributeDefinitions.map(({ AttributeName }) => AttributeName))
    table.AttributeDefinitions = [
      ...table.AttributeDefinitions,
      ...definitions.filter(({ AttributeName }) => !known.has(AttributeName)),
    ]
    table.GlobalSecondaryIndexes = [
      ...(table.GlobalSecondaryIndexes ?? []),
      {
        ...index,
        IndexArn: `${table.TableArn}/index/${index.IndexName}`,
        IndexStatus: 'ACTIVE',
        IndexSizeBytes: 0,
        ItemCount: 0,
        ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0, NumberOfDecreasesToday: 0 },
      },
    ]
  })
  for await (const item of store.getItemDb(tableName).createValueStream({})) {
    await fill(store, table, index, item as AttributeMap)
  }
}

/** Takes a global index and what is in it away. */
export async function removeIndex(store: Store, tableName: string, indexName: string): Promise<void> {
  await changeTable(store, tableName, (table) => {
    const left = (table.GlobalSecondaryIndexes ?? []).filter(({ IndexName }) => IndexName !== indexName)
    if (left.length > 0) table.GlobalSecondaryIndexes = left
    else delete table.GlobalSecondaryIndexes
  })
  await new Promise<void>((resolve, reject) => {
    store.deleteIndexDb('Global', tableName, indexName, (error) => (error ? reject(error) : resolve()))
  })
}

function fill(store: Store, table: TableDescription, index: NewIndex, found: AttributeMap): Promise<void> {
  const items = store.getItemDb(table.TableName)
  const key = db.createKey(found, table)
  return new Promise((resolve, reject) => {
    items.lock(key, (release) => {
      const settle = (error?: Error | null) => release(() => (error ? reject(error) : resolve()))()
      // Read again under the lock: a write since the scan has put its own entry.
      items.get(key, (error, item) => {
        if (error || !item || !isIndexed(table, index, item)) return settle(error)
        const [entry] = db.getIndexActions([index], null, item, table).puts
        if (!entry) return settle()
        store.getIndexDb('Global', table.TableName, entry.index).put(entry.key, entry.item, settle)
      })
    })
  })
}

function isIndexed(table: TableDescription, index: NewIndex, item: AttributeMap): boolean {
  return index.KeySchema.every(({ AttributeName }) => {
    const definition = table.AttributeDefinitions.find((other) => other.AttributeName === AttributeName)
    return definition !== undefined && item[AttributeName]?.[definition.AttributeType] !== undefined
  })
}
