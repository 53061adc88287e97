import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import * as z from 'zod/mini'
import type { AuditState, AuditStates, BucketPass } from '../audit/audit-ledger.ts'
import type { Log } from '../platform/log.ts'
import { fromAttribute, toAttributes } from './attribute-values.ts'
import { throwExplained } from './explain-error.ts'

/** Not under `s3://`, and without a status: neither a query of versions nor the index meets it. */
const KEY = { object: { S: 'audit#state' }, version: { S: 'state' } }

/**
 * Stands before each prefix: DynamoDB takes no empty name of an attribute, and the prefix of a dataset that takes files
 * from the top of the bucket is empty. amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
 */
const BEFORE_PREFIX = '/'

const time = z.exactOptional(z.string())
const marker = z.union([z.literal('end'), z.object({ key: z.string(), version: z.string() })])

const schema = z.object({
  passedAt: time,
  passedAllAt: time,
  reportedTo: time,
  pass: z.exactOptional(
    z.object({
      startedAt: z.string(),
      since: time,
      markers: z.record(z.string(), marker),
      listed: z.number(),
      compared: z.number(),
      unknown: z.number(),
    }),
  ),
  untold: z.exactOptional(z.object({ runId: z.string(), parts: z.number() })),
})

/**
 * What a run leaves for the next one, in an item of its own in the ledger's table. What another release left in a form
 * that this one does not know is as good as none: without it the audit does more, and with a fault it would do nothing.
 */
export function createDynamoAuditStates(deps: {
  readonly client: DynamoDBClient
  readonly table: string
  readonly log: Pick<Log, 'warn'>
}): AuditStates {
  const { client, table: TableName, log } = deps
  return {
    read: async () => {
      const { Item } = await client
        .send(new GetItemCommand({ TableName, Key: KEY, ConsistentRead: true }))
        .catch((error: unknown) => throwExplained(error, `GetItem in table ${TableName}`))
      if (!Item) return undefined
      const { data, error } = schema.safeParse(
        Object.fromEntries(Object.entries(Item).map(([name, value]) => [name, fromAttribute(value)])),
      )
      if (error) log.warn('What earlier runs left cannot be read: this one reads the whole bucket', { error })
      return data && withMarkers(data, prefixesOf)
    },
    write: async (state) => {
      await client
        .send(
          new PutItemCommand({ TableName, Item: { ...KEY, ...toAttributes(withMarkers(state, namesOf)) } }),
        )
        .catch((error: unknown) => throwExplained(error, `PutItem in table ${TableName}`))
    },
  }
}

type Markers = BucketPass['markers']

function withMarkers(state: AuditState, convert: (markers: Markers) => Markers): AuditState {
  return state.pass ? { ...state, pass: { ...state.pass, markers: convert(state.pass.markers) } } : state
}

function namesOf(markers: Markers): Markers {
  return Object.fromEntries(
    Object.entries(markers).map(([prefix, marker]) => [BEFORE_PREFIX + prefix, marker]),
  )
}

/** What does not begin so was left by an older release: its prefix is read anew. */
function prefixesOf(markers: Markers): Markers {
  return Object.fromEntries(
    Object.entries(markers)
      .filter(([name]) => name.startsWith(BEFORE_PREFIX))
      .map(([name, marker]) => [name.slice(BEFORE_PREFIX.length), marker]),
  )
}
