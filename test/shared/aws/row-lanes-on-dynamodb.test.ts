import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { expect, test } from 'vitest'
import { setup } from '../../local/dynamodb/setup.ts'
import { clientOf, lanesOf } from './support/row-server.ts'

/** By a client of rows, to where this one sends. */
async function lanesTo({ config }: DynamoDBClient) {
  const endpoint = await config.endpoint?.()
  return lanesOf(clientOf(`${endpoint?.protocol}//${endpoint?.hostname}:${endpoint?.port}`))
}

function conditional(id: string, load: string): Buffer {
  return Buffer.from(
    JSON.stringify({
      TableName: 'rows',
      Item: { id: { S: id }, _load: { S: load } },
      ConditionExpression: 'attribute_not_exists(id)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    }),
  )
}

test.each(['fast', 'slow'] as const)(
  'F51 by the %s lane the first row of a key stays, and the second is told which one it is',
  async (lane) => {
    const { dynamodb } = await setup()
    const lanes = await lanesTo(dynamodb)
    expect(await lanes[lane]('PutItem', conditional('a', 'v1#1'))).toEqual({ kind: 'written' })
    expect(await lanes[lane]('PutItem', conditional('a', 'v1#2'))).toEqual({
      kind: 'refused',
      found: { id: { S: 'a' }, _load: { S: 'v1#1' } },
    })
  },
)

test.each(['fast', 'slow'] as const)(
  'F55 by the %s lane an item is stored as it was written',
  async (lane) => {
    const { dynamodb } = await setup()
    const item =
      '{"id":{"S":"é😀\\n\\"\\u0000"},"n":{"N":"12345678901234567890123456789012345678"},"m":{"M":{"l":{"L":[{"NULL":true},{"BOOL":false}]}}}}'
    const body = Buffer.from(`{"RequestItems":{"rows":[{"PutRequest":{"Item":${item}}}]}}`)
    const lanes = await lanesTo(dynamodb)
    expect(await lanes[lane]('BatchWriteItem', body)).toEqual({ kind: 'written' })
    const { id } = JSON.parse(item)
    const { Item } = await dynamodb.send(new GetItemCommand({ TableName: 'rows', Key: { id } }))
    expect(Item).toEqual(JSON.parse(item))
  },
)

test('F59 a table that is missing is told by the slow lane, and left unclear by the fast one', async () => {
  const { dynamodb } = await setup()
  const lanes = await lanesTo(dynamodb)
  const body = Buffer.from('{"RequestItems":{"other":[{"PutRequest":{"Item":{"id":{"S":"a"}}}}]}}')
  expect(await lanes.fast('BatchWriteItem', body)).toMatchObject({ kind: 'unclear' })
  await expect(lanes.slow('BatchWriteItem', body)).rejects.toMatchObject({ code: 'dependency.denied' })
})
