import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import type { LaunchChoice, LaunchLedger } from '../launch/launch-ledger.ts'
import { describeObject } from '../load/describe-object.ts'
import type { LoadItem } from '../load/ledger.ts'
import { type ObjectVersion, objectName } from '../load/object-version.ts'
import { toAttribute, toAttributes } from './attribute-values.ts'
import { throwExplained } from './explain-error.ts'
import { readLedgerItem, statusShard } from './ledger-item.ts'

/** What a launch writes to the ledger. It reads no clock: times come with what is written. */
export function createDynamoLaunchLedger(deps: {
  client: Pick<DynamoDBClient, 'send'>
  table: string
}): LaunchLedger {
  const { client, table } = deps

  return {
    async enter(object, launch, now) {
      const command = new PutItemCommand({
        TableName: table,
        Item: toAttributes(queued(object, launch, now)),
        ConditionExpression: 'attribute_not_exists(#object)',
        ExpressionAttributeNames: { '#object': 'object' },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      })
      try {
        await client.send(command)
        return 'entered'
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException && error.Item) return readLedgerItem(error.Item)
        return throwExplained(error, `PutItem in table ${table}`)
      }
    },

    async raise({ object, version, launch: last }, launch) {
      const command = new UpdateItemCommand({
        TableName: table,
        Key: toAttributes({ object, version }),
        UpdateExpression: 'SET #launch = :launch',
        ConditionExpression: `#status IN (:queued, :loading) AND ${
          last ? '#launch.#number = :last' : 'attribute_not_exists(#launch)'
        }`,
        ExpressionAttributeNames: {
          '#launch': 'launch',
          '#status': 'status',
          ...(last ? { '#number': 'number' } : {}),
        },
        ExpressionAttributeValues: {
          ':launch': toAttribute({ ...last, ...launch }),
          ...toAttributes({ ':queued': 'queued', ':loading': 'loading', ':last': last?.number }),
        },
      })
      try {
        await client.send(command)
        return 'done'
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return 'refused'
        return throwExplained(error, `UpdateItem in table ${table}`)
      }
    },
  }
}

function queued(
  object: ObjectVersion,
  launch: LaunchChoice,
  now: number,
): LoadItem & { statusShard: string } {
  const id = { object: objectName(object), version: object.versionId }
  const time = new Date(now).toISOString()
  return {
    ...id,
    ...describeObject(object),
    status: 'queued',
    statusShard: statusShard(id, 'queued'),
    statusAt: time,
    queuedAt: time,
    attempt: 0,
    fruitless: 0,
    launch: { ...launch },
  }
}
