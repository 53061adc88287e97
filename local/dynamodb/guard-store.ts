import type { AttributeMap, Callback, Store, SubDb, TableDescription } from './store.ts'

export interface Guard {
  /** Sees each item that a write reads under its lock; an error it returns is the write's. */
  onRead?(item: AttributeMap | undefined): Error | undefined
  /** Takes what dynalite throws where nobody could catch it. */
  fail(error: unknown): void
}

/** A view of the store for one action. An error thrown in a callback would end the process and leave the item locked. */
export function guardStore(store: Store, { onRead, fail }: Guard): Store {
  return {
    ...store,
    // With two arguments dynalite hides tables that are being made; the number of them has to stay.
    getTable: (name, ...rest) => {
      const callback = rest.length === 1 ? rest[0] : rest[1]
      const guarded: Callback<TableDescription> = (error, table) =>
        attempt(() => callback(error, table), fail)
      if (rest.length === 1) store.getTable(name, guarded)
      else store.getTable(name, rest[0], guarded)
    },
    getItemDb: (table) => guardItems(store.getItemDb(table)),
  }

  function guardItems(items: SubDb<AttributeMap>): SubDb<AttributeMap> {
    let release = (then: () => void) => then
    const unlock = (error: unknown) => release(() => fail(error))()
    return {
      ...items,
      lock: (key, run) =>
        items.lock(key, (given) => {
          release = given
          attempt(() => run(given), unlock)
        }),
      get: (key, callback) =>
        items.get(key, (error, item) => attempt(() => callback(error ?? onRead?.(item), item), unlock)),
    }
  }
}

function attempt(run: () => void, fail: (error: unknown) => void): void {
  try {
    run()
  } catch (error) {
    fail(error)
  }
}
