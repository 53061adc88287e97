import {
  type AttributeValue,
  BatchWriteItemCommand,
  PutItemCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import { describe, expect, test } from 'vitest'
import { setupTable } from './setup.ts'

const Key = { id: { S: 'a' } }
/** An index whose key is a text. */
const GROUPED = {
  AttributeDefinitions: [
    { AttributeName: 'id', AttributeType: 'S' as const },
    { AttributeName: 'group', AttributeType: 'S' as const },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'byGroup',
      KeySchema: [{ AttributeName: 'group', KeyType: 'HASH' as const }],
      Projection: { ProjectionType: 'ALL' as const },
    },
  ],
}

describe('an empty text for the key of an index', () => {
  const group = { S: '' }
  const update = { TableName: 'rows', Key, ExpressionAttributeNames: { '#group': 'group' } }
  const writes = [
    ['PutItem', new PutItemCommand({ TableName: 'rows', Item: { ...Key, group } })],
    [
      'BatchWriteItem',
      new BatchWriteItemCommand({ RequestItems: { rows: [{ PutRequest: { Item: { ...Key, group } } }] } }),
    ],
    [
      'UpdateItem',
      new UpdateItemCommand({
        ...update,
        UpdateExpression: 'SET #group = :empty',
        ExpressionAttributeValues: { ':empty': group },
      }),
    ],
    [
      'UpdateItem from another attribute',
      new UpdateItemCommand({ ...update, UpdateExpression: 'SET #group = e' }),
    ],
    [
      'an update of the old kind',
      new UpdateItemCommand({
        TableName: 'rows',
        Key,
        AttributeUpdates: { group: { Action: 'PUT', Value: group } },
      }),
    ],
  ] as const

  test.each(writes)('is refused by %s', async (_, command) => {
    const dynamodb = await setupTable(GROUPED)
    await dynamodb.send(new PutItemCommand({ TableName: 'rows', Item: { ...Key, e: { S: '' } } }))
    await expect(dynamodb.send(command as PutItemCommand)).rejects.toThrow(
      /secondary index key.* cannot contain an empty string value/,
    )
  })
})

test.each([
  'attribute_type(e, :string)',
  'attribute_type(falsy, :bool)',
  'falsy IN (:falsy)',
  'e BETWEEN :e AND :x',
  'size(e) = :zero',
  'm = :m',
  'l = :l',
  'NOT (m <> :m)',
  'm IN (:e, :m)',
  'm <> :l',
  'NOT (l = :m)',
])('empty texts, false, maps and lists are compared by value: %s', async (condition) => {
  const dynamodb = await setupTable()
  const values: Record<string, AttributeValue> = {
    e: { S: '' },
    x: { S: 'x' },
    falsy: { BOOL: false },
    zero: { N: '0' },
    string: { S: 'S' },
    bool: { S: 'BOOL' },
    m: { M: { k: { S: '' }, l: { L: [{ NULL: true }] } } },
    l: { L: [{ N: '1' }, { M: {} }] },
  }
  await dynamodb.send(new PutItemCommand({ TableName: 'rows', Item: { ...Key, ...values } }))
  const used = Object.entries(values).filter(([name]) => new RegExp(`:${name}\\b`).test(condition))
  const { Count } = await dynamodb.send(
    new ScanCommand({
      TableName: 'rows',
      FilterExpression: condition,
      ExpressionAttributeValues: Object.fromEntries(used.map(([name, value]) => [`:${name}`, value])),
    }),
  )
  expect(Count).toBe(1)
})

test('the values of an update are those of the item before it', async () => {
  const dynamodb = await setupTable()
  const list = { L: [{ N: '1' }] }
  await dynamodb.send(new PutItemCommand({ TableName: 'rows', Item: { ...Key, l: list, m: { S: 'm' } } }))
  const { Attributes } = await dynamodb.send(
    new UpdateItemCommand({
      TableName: 'rows',
      Key,
      UpdateExpression: 'SET l[0] = l, m = if_not_exists(nothing, l), kept = m',
      ReturnValues: 'ALL_NEW',
    }),
  )
  expect(Attributes).toEqual({ ...Key, l: { L: [list] }, m: list, kept: { S: 'm' } })
})

const put = (Item: Record<string, AttributeValue>) => new PutItemCommand({ TableName: 'rows', Item })
const batch = (Item: Record<string, AttributeValue>) =>
  new BatchWriteItemCommand({ RequestItems: { rows: [{ PutRequest: { Item } }] } })

describe('a name of an attribute', () => {
  const named = (name: string): AttributeValue => ({ L: [{ M: { in: { M: { [name]: { N: '1' } } } } }] })

  test.each([
    ['PutItem', put],
    ['BatchWriteItem', batch],
  ])('has from 1 to 65,535 bytes at every depth, by %s', async (_name, write) => {
    const dynamodb = await setupTable()
    await dynamodb.send(write({ ...Key, deep: named('é'.repeat(32_767)) }) as PutItemCommand)
    for (const name of ['', 'é'.repeat(32_768)])
      await expect(
        dynamodb.send(write({ ...Key, deep: named(name) }) as PutItemCommand),
      ).rejects.toMatchObject({
        name: 'ValidationException',
        message: expect.stringMatching(/attribute name/i),
      })
  })
})

describe('an item whose values nest', () => {
  const nested = (depth: number): AttributeValue => {
    let value: AttributeValue = { S: 'inner' }
    for (let level = 0; level < depth; level++) value = level % 2 ? { L: [value] } : { M: { n: value } }
    return value
  }
  test.each([
    ['PutItem', put],
    ['BatchWriteItem', batch],
  ])('31 deep is stored by %s, and 32 deep is refused', async (_name, write) => {
    const dynamodb = await setupTable()
    await dynamodb.send(write({ ...Key, deep: nested(31) }) as PutItemCommand)
    await expect(dynamodb.send(write({ ...Key, deep: nested(32) }) as PutItemCommand)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('Nesting Levels have exceeded supported limits'),
    })
    const { Items } = await dynamodb.send(new ScanCommand({ TableName: 'rows' }))
    expect(Items).toEqual([{ ...Key, deep: nested(31) }])
  })
})
