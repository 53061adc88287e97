import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import * as z from 'zod/mini'
import type { Leases } from '../load/ledger.ts'
import { fromAttribute, toAttributes } from './attribute-values.ts'
import { throwExplained } from './explain-error.ts'

const schema = z.object({
  owner: z.string(),
  versionId: z.string(),
  attempt: z.number(),
  expiresAt: z.number(),
})

/** Leases in the ledger's table, under keys of their own. They carry no status, so the index does not hold them. */
export function createDynamoLeases(deps: { client: DynamoDBClient; table: string }): Leases {
  const { client, table: TableName } = deps

  return {
    read: async (object) => {
      const { Item } = await client
        .send(new GetItemCommand({ TableName, Key: keyOf(object), ConsistentRead: true }))
        .catch((error: unknown) => throwExplained(error, `GetItem of a lease in table ${TableName}`))
      if (!Item) return undefined
      return schema.parse(
        Object.fromEntries(Object.entries(Item).map(([name, value]) => [name, fromAttribute(value)])),
      )
    },

    take: async (object, lease, freeBefore) => {
      const command = new PutItemCommand({
        TableName,
        Item: { ...keyOf(object), ...toAttributes(lease) },
        ConditionExpression: 'attribute_not_exists(#object) OR #expiresAt < :freeBefore OR #owner = :owner',
        ExpressionAttributeNames: { '#object': 'object', '#expiresAt': 'expiresAt', '#owner': 'owner' },
        ExpressionAttributeValues: toAttributes({ ':freeBefore': freeBefore, ':owner': lease.owner }),
      })
      return (await isDone(client.send(command))) ? 'taken' : 'held'
    },

    renew: async (object, owner, expiresAt) => {
      const command = new UpdateItemCommand({
        TableName,
        Key: keyOf(object),
        UpdateExpression: 'SET #expiresAt = :expiresAt',
        ConditionExpression: '#owner = :owner',
        ExpressionAttributeNames: { '#expiresAt': 'expiresAt', '#owner': 'owner' },
        ExpressionAttributeValues: toAttributes({ ':expiresAt': expiresAt, ':owner': owner }),
      })
      return (await isDone(client.send(command))) ? 'renewed' : 'lost'
    },

    release: async (object, owner) => {
      const command = new DeleteItemCommand({
        TableName,
        Key: keyOf(object),
        ConditionExpression: '#owner = :owner',
        ExpressionAttributeNames: { '#owner': 'owner' },
        ExpressionAttributeValues: toAttributes({ ':owner': owner }),
      })
      await isDone(client.send(command))
    },
  }

  async function isDone(request: Promise<unknown>): Promise<boolean> {
    try {
      await request
      return true
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false
      return throwExplained(error, `A lease's request to table ${TableName}`)
    }
  }
}

function keyOf(object: string) {
  return { object: { S: `lease#${object}` }, version: { S: 'lease' } }
}
