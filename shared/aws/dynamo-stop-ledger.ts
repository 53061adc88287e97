import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import type { LoadItem } from '../load/ledger.ts'
import type { RecordedAnswer, StopLedger } from '../stop/stop-ledger.ts'
import { toAttributes } from './attribute-values.ts'
import { throwExplained } from './explain-error.ts'
import { readLedgerItem, statusShards } from './ledger-item.ts'
import { queryPages } from './query-pages.ts'

/** Stops of a load that are remembered. One that is forgotten and reported again costs a task that finds nothing to do. */
const STOPS_MAX = 50

/** What the stop of a task reads and writes in the ledger. */
export function createDynamoStopLedger(deps: {
  client: Pick<DynamoDBClient, 'send'>
  table: string
}): StopLedger {
  const { client, table } = deps

  return {
    async heldBy(taskArn) {
      const found = await Promise.all(statusShards('loading').map((shard) => queryShard(shard, taskArn)))
      return found.flat()
    },

    async answer(item, { taskArn, launch, notBefore, fruitless }) {
      try {
        await client.send(
          new UpdateItemCommand({
            TableName: table,
            ...updateOf(item, { taskArn, launch, notBefore, fruitless }),
          }),
        )
        return 'done'
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return 'refused'
        return throwExplained(error, `UpdateItem in table ${table}`)
      }
    },
  }

  async function queryShard(shard: string, taskArn: string): Promise<LoadItem[]> {
    const pages = queryPages(client, {
      TableName: table,
      IndexName: 'byStatus',
      KeyConditionExpression: '#statusShard = :shard',
      FilterExpression: '#taskArn = :task',
      ExpressionAttributeNames: { '#statusShard': 'statusShard', '#taskArn': 'taskArn' },
      ExpressionAttributeValues: toAttributes({ ':shard': shard, ':task': taskArn }),
    })
    const items: LoadItem[] = []
    for await (const page of pages) items.push(...page.map(readLedgerItem))
    return items
  }
}

/** Conditional on the attempt too: who claimed meanwhile has moved what `fruitless` was counted from. */
function updateOf(
  { object, version, attempt, launch: last }: LoadItem,
  { taskArn, launch, notBefore, fruitless }: RecordedAnswer,
) {
  const stops = [...(last?.stops ?? []), taskArn].slice(-STOPS_MAX)
  return {
    Key: toAttributes({ object, version }),
    UpdateExpression: 'SET #launch = :launch, #fruitless = :fruitless',
    ConditionExpression: `#attempt = :attempt AND #status IN (:queued, :loading) AND ${
      last ? '#launch.#number = :last' : 'attribute_not_exists(#launch)'
    }`,
    ExpressionAttributeNames: {
      '#launch': 'launch',
      '#fruitless': 'fruitless',
      '#attempt': 'attempt',
      '#status': 'status',
      ...(last ? { '#number': 'number' } : {}),
    },
    ExpressionAttributeValues: toAttributes({
      ':launch': { ...last, ...launch, notBefore, stops },
      ':fruitless': fruitless,
      ':attempt': attempt,
      ':queued': 'queued',
      ':loading': 'loading',
      ':last': last?.number,
    }),
  }
}
