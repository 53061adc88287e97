import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import type { Claimed, Expected, Ledger, LoadChange, LoadId, LoadItem } from '../load/ledger.ts'
import { answerTimes } from './answer-time.ts'
import { toAttribute, toAttributes } from './attribute-values.ts'
import { throwExplained } from './explain-error.ts'
import { readLedgerItem, statusShard } from './ledger-item.ts'

/** The ledger in a DynamoDB table. It reads no clock: times come with what is written. */
export function createDynamoLedger(deps: { client: DynamoDBClient; table: string }): Ledger {
  const { client, table } = deps
  const answerTime = answerTimes(client)

  return {
    versions: async (object, claimed) => {
      const items: LoadItem[] = []
      let answeredAt: number | undefined
      let from: Record<string, AttributeValue> | undefined
      do {
        const command = new QueryCommand({
          TableName: table,
          ConsistentRead: true,
          ...queryOf(object, claimed),
          ExclusiveStartKey: from,
        })
        const page = await client
          .send(command)
          .catch((error: unknown) => throwExplained(error, `Query of table ${table}`))
        for (const item of page.Items ?? []) items.push(readLedgerItem(item))
        answeredAt = answerTime(page)
        from = page.LastEvaluatedKey
      } while (from)
      return { items, ...(answeredAt === undefined ? {} : { answeredAt }) }
    },

    read: async (id) => {
      const { Item } = await client
        .send(new GetItemCommand({ TableName: table, Key: keyOf(id), ConsistentRead: true }))
        .catch((error: unknown) => throwExplained(error, `GetItem in table ${table}`))
      return Item ? readLedgerItem(Item) : undefined
    },

    change: async (id, expected, change) => {
      try {
        await client.send(new UpdateItemCommand(updateOf(table, id, expected, change)))
        return 'done'
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return 'refused'
        return throwExplained(error, `UpdateItem in table ${table}`)
      }
    },
  }
}

function keyOf({ object, version }: LoadId): Record<string, AttributeValue> {
  return { object: { S: object }, version: { S: version } }
}

/**
 * The version that is claimed has the sequencer that it is claimed with: a filter cannot name it by its key. A sequencer
 * that begins another, which zeros may follow, is not newer than it, as the texts say too.
 */
function queryOf(object: string, claimed: Claimed | undefined) {
  const key = {
    KeyConditionExpression: '#object = :object',
    ExpressionAttributeNames: { '#object': 'object' },
    ExpressionAttributeValues: { ':object': { S: object } },
  }
  if (!claimed?.sequencer) return key
  return {
    ...key,
    FilterExpression:
      '#status IN (:queued, :loading) OR attribute_not_exists(#sequencer) OR #sequencer >= :sequencer',
    ExpressionAttributeNames: {
      ...key.ExpressionAttributeNames,
      ...{ '#status': 'status', '#sequencer': 'sequencer' },
    },
    ExpressionAttributeValues: {
      ...key.ExpressionAttributeValues,
      ...toAttributes({ ':queued': 'queued', ':loading': 'loading', ':sequencer': claimed.sequencer }),
    },
  }
}

function updateOf(table: string, id: LoadId, expected: Expected, { set, remove = [] }: LoadChange) {
  const shard = set.status === undefined ? {} : { statusShard: statusShard(id, set.status) }
  const values = toAttributes({ ...set, ...shard })
  const written = Object.keys(values)
  const condition = conditionOf(expected)
  const sets = written.map((name) => `#${name} = :${name}`)
  const removes = remove.filter((name) => !written.includes(name)).map((name) => `#${name}`)
  const expression = [
    sets.length > 0 ? `SET ${sets.join(', ')}` : '',
    removes.length > 0 ? `REMOVE ${removes.join(', ')}` : '',
  ]
  const placeholders = Object.entries(values).map(([name, value]) => [`:${name}`, value] as const)
  const all = { ...Object.fromEntries(placeholders), ...condition.values }
  return {
    TableName: table,
    Key: keyOf(id),
    UpdateExpression: expression.filter(Boolean).join(' '),
    ConditionExpression: condition.expression,
    ExpressionAttributeNames: Object.fromEntries(
      [...written, ...remove, ...condition.names].map((name) => [`#${name}`, name]),
    ),
    ...(Object.keys(all).length > 0 ? { ExpressionAttributeValues: all } : {}),
  }
}

function conditionOf(expected: Expected) {
  if (expected.kind === 'absent')
    return { expression: 'attribute_not_exists(#object)', names: ['object'], values: {} }
  const statuses = expected.statuses.map((status, place) => [`:expected${place}`, { S: status }] as const)
  return {
    expression: `#attempt = :expected AND #status IN (${statuses.map(([name]) => name).join(', ')})`,
    names: ['attempt', 'status'],
    values: { ':expected': toAttribute(expected.attempt), ...Object.fromEntries(statuses) },
  }
}
