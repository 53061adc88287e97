import { createRequire } from 'node:module'
import type { Readable } from 'node:stream'
import db from 'dynalite/db/index.js'
import validations from 'dynalite/validations/index.js'
import type { Site } from '../site.ts'
import { checkOperands } from './check-operands.ts'
import { guardStore } from './guard-store.ts'
import { type Expression, plainExpression } from './plain-expression.ts'

export type AttributeValue = Readonly<Record<string, unknown>>
export type AttributeMap = Record<string, AttributeValue>
export type Callback<Value = void> = (error: Error | null | undefined, value?: Value) => void

/** One table's items, or one index's, by dynalite's own key text. */
export interface SubDb<Value> {
  get(key: string, callback: Callback<Value>): void
  put(key: string, value: Value, callback: Callback): void
  createValueStream(options: object): Readable
  lock(key: string, run: (release: (callback: () => void) => () => void) => void): void
}

export interface Store {
  readonly db: {
    open(): Promise<void>
    close(): Promise<void>
    get(key: string): Promise<unknown>
    put(key: string, value: unknown): Promise<void>
    del(key: string): Promise<void>
  }
  readonly tableDb: SubDb<TableDescription> & { awsAccountId: string; awsRegion: string }
  getTable(
    name: string,
    ...rest:
      | [callback: Callback<TableDescription>]
      | [checkStatus: false, callback: Callback<TableDescription>]
  ): void
  getItemDb(table: string): SubDb<AttributeMap>
  getIndexDb(kind: 'Global', table: string, index: string): SubDb<AttributeMap>
  deleteIndexDb(kind: 'Global', table: string, index: string, callback: Callback): void
}

export interface KeyPart {
  readonly AttributeName: string
  readonly KeyType: 'HASH' | 'RANGE'
}

export interface IndexDescription {
  readonly IndexName: string
  readonly KeySchema: readonly KeyPart[]
  readonly Projection: {
    readonly ProjectionType?: string | undefined
    readonly NonKeyAttributes?: readonly string[] | undefined
  }
  readonly [more: string]: unknown
}

export interface AttributeDefinition {
  readonly AttributeName: string
  readonly AttributeType: 'S' | 'N' | 'B'
}

export interface TableDescription {
  readonly TableName: string
  readonly TableArn: string
  TableStatus: 'CREATING' | 'UPDATING' | 'ACTIVE' | 'DELETING'
  readonly KeySchema: readonly KeyPart[]
  AttributeDefinitions: readonly AttributeDefinition[]
  GlobalSecondaryIndexes?: IndexDescription[]
  readonly LocalSecondaryIndexes?: readonly IndexDescription[]
}

/** An answer of dynalite that is an error of DynamoDB's; `body` goes to the client as it is. */
export interface DynaliteError extends Error {
  statusCode: number
  body: Record<string, unknown>
}

const ACTIONS = [
  'BatchGetItem',
  'BatchWriteItem',
  'CreateTable',
  'DeleteItem',
  'DeleteTable',
  'DescribeTable',
  'GetItem',
  'ListTables',
  'ListTagsOfResource',
  'PutItem',
  'Query',
  'Scan',
  'TagResource',
  'UntagResource',
  'UpdateItem',
  'UpdateTable',
] as const

export type DynaliteAction = (typeof ACTIONS)[number]

type Run = (store: Store, data: object, callback: Callback<Record<string, unknown>>) => void

// dynalite's own server throws from inside callbacks, which ends the process; its parts called one by one do not.
const require = createRequire(import.meta.url)
const byName = new Map(
  ACTIONS.map((name) => {
    const file = name.charAt(0).toLowerCase() + name.slice(1)
    const { types, custom } = require(`dynalite/validations/${file}.js`) as { types: object; custom: unknown }
    return [name, { types, custom, run: require(`dynalite/actions/${file}.js`) as Run }]
  }),
)

/** Opens the tables in a folder. Rejects when another process has it open. */
export async function openStore(site: Site, folder: string): Promise<Store> {
  const store = db.create({ path: folder, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 })
  store.tableDb.awsAccountId = site.accountId
  store.tableDb.awsRegion = site.region
  try {
    await store.db.open()
  } catch (error) {
    throw new Error(
      `Cannot open the tables in ${folder}: is it in use by another local run? Stop that first.`,
      {
        cause: error,
      },
    )
  }
  return store
}

/** Checks a request as DynamoDB does. Rejects with a `DynaliteError` for what a client did wrong. */
export function parseInput(store: Store, name: DynaliteAction, input: object): Record<string, unknown> {
  const { types, custom } = action(name)
  const data = validations.checkTypes(input, types)
  validations.checkValidations(data, types, custom, store)
  checkOperands(data)
  for (const name of ['_condition', '_filter']) {
    const parsed = data[name] as { expression: Expression } | undefined
    if (parsed) data[name] = { ...parsed, expression: plainExpression(parsed.expression) }
  }
  return data
}

/** Runs an action of dynalite on input that `parseInput` returned. `onRead` is that of `guardStore`. */
export function runAction(
  store: Store,
  name: DynaliteAction,
  data: object,
  onRead?: (item: AttributeMap | undefined) => Error | undefined,
): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const guarded = guardStore(store, { ...(onRead ? { onRead } : {}), fail: reject })
    action(name).run(guarded, data, (error, output) => (error ? reject(error) : resolve(output ?? {})))
  })
}

function action(name: DynaliteAction) {
  const found = byName.get(name)
  if (!found) throw new Error(`dynalite has no action ${name}.`)
  return found
}
