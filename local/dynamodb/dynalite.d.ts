declare module 'dynalite/db/index.js' {
  import type { AttributeMap, DynaliteError, IndexDescription, Store, TableDescription } from './store.ts'

  interface Db {
    create(options: {
      path: string
      createTableMs: number
      deleteTableMs: number
      updateTableMs: number
    }): Store
    validationError(message: string): DynaliteError
    checkConditional(data: object, item: AttributeMap | undefined): DynaliteError | null | undefined
    createKey(item: AttributeMap, table: TableDescription): string
    getIndexActions(
      indexes: readonly IndexDescription[],
      existing: AttributeMap | null,
      item: AttributeMap | null,
      table: TableDescription,
    ): { puts: readonly { index: string; key: string; item: AttributeMap }[] }
    mapPath(
      path: readonly (string | number)[],
      item: AttributeMap,
    ): Record<string, unknown> | null | undefined
  }
  const db: Db
  export = db
}

declare module 'dynalite/validations/index.js' {
  import type { Store } from './store.ts'

  interface Validations {
    checkTypes(data: object, types: object): Record<string, unknown>
    checkValidations(data: object, types: object, custom: unknown, store: Store): void
  }
  const validations: Validations
  export = validations
}
