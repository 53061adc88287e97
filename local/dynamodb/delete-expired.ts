import type { AttributeMap, Store, TableDescription } from './store.ts'
import { readSettings } from './table-settings.ts'
import { isConditionFailure, writeItem } from './write-item.ts'

/** DynamoDB leaves items alone whose time lies farther back: amazondynamodb/latest/developerguide/time-to-live-ttl-before-you-start.html */
const EXPIRED_SECONDS_MAX = 5 * 365 * 86_400

/** Deletes the items of all tables whose time to live has passed. `now` is in milliseconds since 1970. */
export async function deleteExpired(store: Store, now: number, signal: AbortSignal): Promise<void> {
  const tables: TableDescription[] = []
  for await (const table of store.tableDb.createValueStream({})) tables.push(table as TableDescription)
  for (const table of tables) {
    const { timeToLive } = await readSettings(store, table.TableName)
    if (timeToLive === undefined || table.TableStatus !== 'ACTIVE') continue
    for await (const found of store.getItemDb(table.TableName).createValueStream({})) {
      if (signal.aborted) return
      const item = found as AttributeMap
      if (isExpired(item[timeToLive]?.N, now / 1000)) await deleteUnchanged(store, table, timeToLive, item)
    }
  }
}

function isExpired(time: unknown, nowSeconds: number): boolean {
  const age = typeof time === 'string' ? nowSeconds - Number(time) : Number.NaN
  return age > 0 && age < EXPIRED_SECONDS_MAX
}

/** A write since the scan may have given the item more time. */
async function deleteUnchanged(
  store: Store,
  { TableName, KeySchema }: TableDescription,
  timeToLive: string,
  item: AttributeMap,
): Promise<void> {
  try {
    await writeItem(store, 'DeleteItem', {
      TableName,
      Key: Object.fromEntries(KeySchema.map(({ AttributeName }) => [AttributeName, item[AttributeName]])),
      ConditionExpression: '#ttl = :ttl',
      ExpressionAttributeNames: { '#ttl': timeToLive },
      ExpressionAttributeValues: { ':ttl': item[timeToLive] },
    })
  } catch (error) {
    if (!isConditionFailure(error)) throw error
  }
}
