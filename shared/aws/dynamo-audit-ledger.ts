import {
  type AttributeValue,
  BatchGetItemCommand,
  type DynamoDBClient,
  type KeysAndAttributes,
} from '@aws-sdk/client-dynamodb'
import type { AuditLedger } from '../audit/audit-ledger.ts'
import type { LoadId, LoadItem } from '../load/ledger.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import { toAttributes } from './attribute-values.ts'
import { throwExplained } from './explain-error.ts'
import { readLedgerItem, statusShards } from './ledger-item.ts'
import { queryPages } from './query-pages.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const BATCH_GET_MAX = 100
/** The pause before keys are asked for again that DynamoDB had no capacity for; doubled each time. */
const PAUSE_MS = 100
const PAUSE_MS_MAX = 5_000
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** The ledger's table as the audit reads it: keys by batches, loads by the index of their status. */
export function createDynamoAuditLedger(deps: {
  readonly client: DynamoDBClient
  readonly table: string
  readonly clock: Clock
  readonly log: Pick<Log, 'error'>
}): AuditLedger {
  const { client, table, clock, log } = deps

  return {
    known: async (ids) => {
      const found: LoadId[] = []
      for (let start = 0; start < ids.length; start += BATCH_GET_MAX)
        found.push(...(await knownOf(ids.slice(start, start + BATCH_GET_MAX))))
      return found
    },

    async *withStatus(status, period) {
      const bounds = period && { ':earliest': { S: period.from }, ':latest': { S: period.to } }
      for (const shard of inTurn(statusShards(status), clock.now())) {
        const pages = queryPages(client, {
          TableName: table,
          IndexName: 'byStatus',
          KeyConditionExpression: `#shard = :shard${period ? ' AND #at BETWEEN :earliest AND :latest' : ''}`,
          ExpressionAttributeNames: { '#shard': 'statusShard', ...(period ? { '#at': 'statusAt' } : {}) },
          ExpressionAttributeValues: { ':shard': { S: shard }, ...bounds },
        })
        for await (const items of pages) yield items.flatMap(readable)
      }
    },
  }

  /** One item that somebody has spoiled must not keep all others from the audit. */
  function readable(item: Record<string, AttributeValue>): LoadItem[] {
    try {
      return [readLedgerItem(item)]
    } catch (error) {
      const about = { object: item.object?.S, versionId: item.version?.S, error }
      log.error(
        'A load is left out: its ledger item cannot be read. Delete the item, and the file is loaded anew',
        about,
      )
      return []
    }
  }

  /** At most a hundred. */
  async function knownOf(ids: readonly LoadId[]): Promise<LoadId[]> {
    const found: LoadId[] = []
    let asked: KeysAndAttributes | undefined = {
      Keys: ids.map(({ object, version }) => toAttributes({ object, version })),
      ProjectionExpression: '#object, #version',
      ExpressionAttributeNames: { '#object': 'object', '#version': 'version' },
    }
    for (let pause = PAUSE_MS; asked; pause = Math.min(PAUSE_MS_MAX, pause * 2)) {
      const answer: Awaited<ReturnType<typeof batchGet>> = await batchGet(asked)
      for (const { object, version } of answer.Responses?.[table] ?? [])
        found.push({ object: object?.S ?? '', version: version?.S ?? '' })
      asked = answer.UnprocessedKeys?.[table]
      if (asked) await clock.sleep(pause)
    }
    return found
  }

  function batchGet(keys: KeysAndAttributes) {
    return client
      .send(new BatchGetItemCommand({ RequestItems: { [table]: keys } }))
      .catch((error: unknown) => throwExplained(error, `BatchGetItem in table ${table}`))
  }
}

/**
 * Each run begins with another partition: where a run has not the time for all, the same ones would always be left. The
 * days are added so that the turn comes round for a run a day, a week or every few hours too.
 */
function inTurn(shards: readonly string[], now: number): readonly string[] {
  const first = (Math.floor(now / DAY_MS) + Math.floor(now / HOUR_MS)) % shards.length
  return [...shards.slice(first), ...shards.slice(0, first)]
}
