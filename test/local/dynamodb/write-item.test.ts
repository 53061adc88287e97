import {
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import { describe, expect, test } from 'vitest'
import { isElsewhere } from './elsewhere.ts'
import { setup, setupTable } from './setup.ts'

const Key = { id: { S: 'a' } }
const item = { ...Key, n: { N: '1' }, flag: { BOOL: true }, note: { S: 'é' } }

async function setupItem() {
  const dynamodb = await setupTable()
  await dynamodb.send(new PutItemCommand({ TableName: 'rows', Item: item }))
  return dynamodb
}

describe('a condition that fails', () => {
  const condition = {
    TableName: 'rows',
    ConditionExpression: 'n > :n',
    ExpressionAttributeValues: { ':n': { N: '5' } },
  }
  const commands = [
    [
      'PutItem',
      new PutItemCommand({ ...condition, Item: Key, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
    ],
    [
      'UpdateItem',
      new UpdateItemCommand({
        ...condition,
        Key,
        UpdateExpression: 'SET n = :n',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    ],
    [
      'DeleteItem',
      new DeleteItemCommand({ ...condition, Key, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
    ],
  ] as const

  test.each(commands)('shows the item it failed on, where %s asks for it', async (_, command) => {
    const dynamodb = await setupItem()
    const error = await dynamodb.send(command as PutItemCommand).catch((reason) => reason)
    expect(error).toBeInstanceOf(ConditionalCheckFailedException)
    expect(error.Item).toEqual(item)
  })

  test('shows nothing where nobody asks, or where there is no item', async () => {
    const dynamodb = await setupItem()
    const fail = (more: object) =>
      dynamodb.send(new UpdateItemCommand({ ...condition, Key, UpdateExpression: 'SET n = :n', ...more }))
    await expect(fail({})).rejects.toMatchObject({ Item: undefined })
    await expect(
      fail({ Key: { id: { S: 'none' } }, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
    ).rejects.toMatchObject({ name: 'ConditionalCheckFailedException', Item: undefined })
  })

  test('may look into a map, and shows the whole item with it', async () => {
    const dynamodb = await setupTable()
    const put = (id: string, version: string, by: string) =>
      dynamodb.send(
        new PutItemCommand({
          TableName: 'rows',
          Item: { id: { S: id }, _load: { M: { version: { S: version }, by: { N: by } } } },
          ConditionExpression: 'attribute_not_exists(#key) OR #load.#by < :by',
          ExpressionAttributeNames: { '#key': 'id', '#load': '_load', '#by': 'by' },
          ExpressionAttributeValues: { ':by': { N: by } },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      )
    const refused = (version: string, by: string) =>
      expect.objectContaining({
        name: 'ConditionalCheckFailedException',
        Item: { id: { S: 'a' }, _load: { M: { version: { S: version }, by: { N: by } } } },
      })
    await put('a', 'one', '9')
    await expect(put('a', 'two', '9')).rejects.toEqual(refused('one', '9'))
    await expect(put('a', 'two', '-10')).rejects.toEqual(refused('one', '9'))
    await put('a', 'two', '10')
    await expect(put('a', 'one', '9')).rejects.toEqual(refused('two', '10'))
    await dynamodb.send(new PutItemCommand({ TableName: 'rows', Item: { id: { S: 'b' } } }))
    await expect(put('b', 'one', '9')).rejects.toMatchObject({ Item: { id: { S: 'b' } } })
  })

  test('shows the very item that beat it, however many try at once', async () => {
    const dynamodb = await setupTable()
    const claims = Array.from({ length: 30 }, (_, index) =>
      dynamodb
        .send(
          new PutItemCommand({
            TableName: 'rows',
            Item: { ...Key, owner: { N: String(index) } },
            ConditionExpression: 'attribute_not_exists(id)',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        )
        .then(
          () => 'won' as const,
          (error: ConditionalCheckFailedException) => error.Item?.owner?.N,
        ),
    )
    const results = await Promise.all(claims)
    const winner = String(results.indexOf('won'))
    expect(results.filter((result) => result === 'won')).toHaveLength(1)
    expect(new Set(results.filter((result) => result !== 'won'))).toEqual(new Set([winner]))
  })
})

test.each([
  ['BOOL', { BOOL: true }],
  ['NULL', { NULL: true }],
  ['SS', { SS: ['a'] }],
  ['NS', { NS: ['1'] }],
  ['M', { M: {} }],
] as const)('an order among values of type %s is refused', async (type, value) => {
  const dynamodb = await setupItem()
  const values = { ':v': value as { BOOL: true } }
  await expect(
    dynamodb.send(
      new PutItemCommand({
        TableName: 'rows',
        Item: item,
        ConditionExpression: 'attribute_exists(id) AND NOT (flag >= :v)',
        ExpressionAttributeValues: values,
      }),
    ),
  ).rejects.toThrow(
    `Invalid ConditionExpression: Incorrect operand type for operator or function; operator or function: >=, operand type: ${type}`,
  )
  await expect(
    dynamodb.send(
      new ScanCommand({
        TableName: 'rows',
        FilterExpression: 'flag < :v',
        ExpressionAttributeValues: values,
      }),
    ),
  ).rejects.toThrow('Invalid FilterExpression')
  await expect(
    dynamodb.send(
      new ScanCommand({
        TableName: 'rows',
        ScanFilter: { flag: { ComparisonOperator: 'LT', AttributeValueList: [values[':v']] } },
      }),
    ),
  ).rejects.toThrow(`ComparisonOperator LT is not valid for ${type}`)
})

test('numbers, texts and sizes still compare', async () => {
  const dynamodb = await setupItem()
  const { Count } = await dynamodb.send(
    new QueryCommand({
      TableName: 'rows',
      KeyConditionExpression: 'id = :id',
      FilterExpression: 'n < :two AND size(note) >= :one AND flag = :yes AND n BETWEEN :one AND :two',
      ExpressionAttributeValues: {
        ':id': { S: 'a' },
        ':one': { N: '1' },
        ':two': { N: '2' },
        ':yes': { BOOL: true },
      },
    }),
  )
  expect(Count).toBe(1)
})

test.each([
  ['SET n = n + :v', '1e-38', '38'],
  ['ADD n :v', '1e-38', '38'],
  ['SET m = if_not_exists(m, :v) - n', '1e-39', '38'],
  ['SET n = :v + :v', '9e125', 'larger than supported'],
])('%s with %s is refused: %s', async (UpdateExpression, number, message) => {
  const dynamodb = await setupItem()
  const update = (N: string) =>
    dynamodb.send(
      new UpdateItemCommand({
        TableName: 'rows',
        Key,
        UpdateExpression,
        ExpressionAttributeValues: { ':v': { N } },
      }),
    )
  await expect(update(number)).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining(message),
  })
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName: 'rows', Key }))
  expect(Item).toEqual(item)
  await expect(update('1e-37')).resolves.toBeTruthy()
})

test('an update of the old kind is held to the same numbers, and a failed condition comes first', async () => {
  const dynamodb = await setupItem()
  const AttributeUpdates = { n: { Action: 'ADD', Value: { N: '1e-38' } } } as const
  await expect(
    dynamodb.send(new UpdateItemCommand({ TableName: 'rows', Key, AttributeUpdates })),
  ).rejects.toThrow('38')
  await expect(
    dynamodb.send(
      new UpdateItemCommand({
        TableName: 'rows',
        Key,
        UpdateExpression: 'ADD n :v',
        ConditionExpression: 'attribute_not_exists(id)',
        ExpressionAttributeValues: { ':v': { N: '1e-38' } },
      }),
    ),
  ).rejects.toThrow('The conditional request failed')
})

test('UPDATED_OLD gives what was there, and leaves Attributes out where nothing was', async () => {
  const dynamodb = await setupItem()
  const update = (UpdateExpression: string) =>
    dynamodb.send(
      new UpdateItemCommand({
        TableName: 'rows',
        Key,
        UpdateExpression,
        ExpressionAttributeValues: { ':v': { N: '2' } },
        ReturnValues: 'UPDATED_OLD',
      }),
    )
  expect(await update('SET fresh = :v')).not.toHaveProperty('Attributes')
  expect(await update('SET n = :v')).toMatchObject({ Attributes: { n: { N: '1' } } })
})

test('UPDATED_NEW leaves Attributes out where nothing is left', async () => {
  const dynamodb = await setupItem()
  const removed = {
    TableName: 'rows',
    Key,
    UpdateExpression: 'REMOVE n',
    ReturnValues: 'UPDATED_NEW',
  } as const
  expect(await dynamodb.send(new UpdateItemCommand(removed))).not.toHaveProperty('Attributes')
})

test.skipIf(isElsewhere)('transactions are refused by name', async () => {
  const { dynamodb } = await setup()
  const Put = { TableName: 'rows', Item: item }
  await expect(dynamodb.send(new TransactWriteItemsCommand({ TransactItems: [{ Put }] }))).rejects.toThrow(
    'TransactWriteItems is refused',
  )
  await expect(
    dynamodb.send(new TransactGetItemsCommand({ TransactItems: [{ Get: { TableName: 'rows', Key } }] })),
  ).rejects.toThrow('TransactGetItems is refused')
})

test.skipIf(isElsewhere)(
  'rows written in batches are all there after a restart, with numbers to the last digit',
  async () => {
    const site = await setup()
    const n = { N: '12345678901234567890.123456789012345678' }
    const batch = (from: number) =>
      site.dynamodb.send(
        new BatchWriteItemCommand({
          RequestItems: {
            rows: Array.from({ length: 25 }, (_, i) => ({
              PutRequest: { Item: { id: { S: `${from + i}` }, n } },
            })),
          },
        }),
      )
    await Promise.all([0, 25, 50, 75].map(batch))
    await site.restart()
    const { Items = [] } = await site.dynamodb.send(new ScanCommand({ TableName: 'rows' }))
    expect(new Set(Items.map(({ id }) => id?.S)).size).toBe(100)
    expect(Items.every((found) => found.n?.N === n.N)).toBe(true)
  },
)

test.skipIf(isElsewhere)(
  'a fault inside dynalite is the answer to its request alone, and leaves no item locked',
  async () => {
    const site = await setup()
    const put = (group: { S: string } | { N: string }) =>
      site.dynamodb.send(new PutItemCommand({ TableName: 'rows', Item: { ...Key, group } }))
    await put({ N: '1' })
    // An entry of another type than the index has cannot be taken out of the index.
    await site.apply({
      AttributeDefinitions: [
        { AttributeName: 'id', AttributeType: 'S' },
        { AttributeName: 'group', AttributeType: 'S' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byGroup',
          KeySchema: [{ AttributeName: 'group', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    })
    await expect(put({ S: 'a' })).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } })
    await expect(put({ S: 'a' })).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } })
    expect((await site.dynamodb.send(new GetItemCommand({ TableName: 'rows', Key }))).Item).toBeDefined()
  },
)
