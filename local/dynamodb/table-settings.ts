import type { Store } from './store.ts'

/** What a table was told and dynalite does not keep. */
export interface TableSettings {
  /** The attribute that holds the time to live: seconds since 1970, after which the item is deleted some time. */
  readonly timeToLive?: string | undefined
  readonly pointInTimeRecovery?: boolean | undefined
  readonly deletionProtection?: boolean | undefined
}

export async function readSettings(store: Store, table: string): Promise<TableSettings> {
  return ((await store.db.get(settingsKey(table))) as TableSettings | undefined) ?? {}
}

export async function changeSettings(store: Store, table: string, change: TableSettings): Promise<void> {
  await store.db.put(settingsKey(table), { ...(await readSettings(store, table)), ...change })
}

export async function dropSettings(store: Store, table: string): Promise<void> {
  await store.db.del(settingsKey(table))
}

function settingsKey(table: string): string {
  return `settings~${table}`
}
