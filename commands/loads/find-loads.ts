import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { readLedgerItem, statusShards } from '../../shared/aws/ledger-item.ts'
import { queryPages } from '../../shared/aws/query-pages.ts'
import type { LoadItem } from '../../shared/load/ledger.ts'
import type { LoadStatus } from '../../shared/load/outcome.ts'

export interface LoadSearch {
  readonly statuses: readonly LoadStatus[]
  readonly dataset: string | undefined
  /** Bounds of `statusAt`, ISO 8601, each included. */
  readonly from: string
  readonly to: string
  readonly limit: number
}

/** The loads that a search finds, newest first. The index lags a little behind the ledger. */
export async function findLoads(
  { client, table }: { readonly client: DynamoDBClient; readonly table: string },
  search: LoadSearch,
): Promise<LoadItem[]> {
  const found = new Map<string, LoadItem>()
  // The shards of a status at once; all statuses at once would be more requests than the client has sockets.
  for (const status of search.statuses) {
    const shards = await Promise.all(
      statusShards(status).map((shard) => queryShard(client, table, shard, search)),
    )
    for (const item of shards.flat()) {
      const id = `${item.version} ${item.object}`
      const seen = found.get(id)
      // A load that changes its status meanwhile is met twice.
      if (!seen || seen.statusAt < item.statusAt) found.set(id, item)
    }
  }
  return [...found.values()]
    .sort((one, other) => compare(other.statusAt, one.statusAt) || compare(one.object, other.object))
    .slice(0, search.limit)
}

async function queryShard(
  client: DynamoDBClient,
  table: string,
  shard: string,
  { dataset, from, to, limit }: LoadSearch,
): Promise<LoadItem[]> {
  const pages = queryPages(client, {
    TableName: table,
    IndexName: 'byStatus',
    KeyConditionExpression: '#statusShard = :shard AND #statusAt BETWEEN :earliest AND :latest',
    ExpressionAttributeNames: {
      '#statusShard': 'statusShard',
      '#statusAt': 'statusAt',
      ...(dataset === undefined ? {} : { '#dataset': 'dataset' }),
    },
    ExpressionAttributeValues: {
      ':shard': { S: shard },
      ':earliest': { S: from },
      ':latest': { S: to },
      ...(dataset === undefined ? {} : { ':dataset': { S: dataset } }),
    },
    // With a filter, a limit would count what the filter leaves out.
    ...(dataset === undefined ? { Limit: limit } : { FilterExpression: '#dataset = :dataset' }),
    ScanIndexForward: false,
  })
  const items: LoadItem[] = []
  for await (const page of pages) {
    items.push(...page.map(readLedgerItem))
    if (items.length >= limit) break
  }
  return items
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
