import {
  BatchWriteItemCommand,
  DynamoDBClient,
  InternalServerError,
  ProvisionedThroughputExceededException,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, expect, test } from 'vitest'
import { ROW_REQUESTS } from '../../../shared/aws/client-settings.ts'
import { createDynamoTables } from '../../../shared/aws/dynamo-tables.ts'

const mock = mockClient(DynamoDBClient)
const table = { name: 'test-things', keyAttributes: ['id', 'at'] }
const items = ['a', 'b', 'c'].map((id) => ({ id: { S: id }, at: { N: '1' }, other: { BOOL: true } }))

beforeEach(() => void mock.reset())

function write() {
  return createDynamoTables({ client: new DynamoDBClient({}) }).write(table, items)
}

test('all items go in one request, once', async () => {
  mock.on(BatchWriteItemCommand).resolves({})
  expect(await write()).toEqual({ kind: 'answered', unwritten: [] })
  expect(mock.commandCalls(BatchWriteItemCommand)).toHaveLength(1)
  expect(mock.call(0).args[0].input).toEqual({
    RequestItems: { 'test-things': items.map((Item) => ({ PutRequest: { Item } })) },
  })
})

test('F49 items that come back are known by their key, in whatever order', async () => {
  const back = [items[2], items[0]].map((item) => ({ PutRequest: { Item: { ...item } } }))
  mock.on(BatchWriteItemCommand).resolves({ UnprocessedItems: { 'test-things': back } })
  expect(await write()).toEqual({ kind: 'answered', unwritten: [2, 0] })
})

test('F49 an item that comes back in another spelling makes all count as unwritten', async () => {
  const back = [{ PutRequest: { Item: { id: { S: 'a' }, at: { N: '1.0' } } } }]
  mock.on(BatchWriteItemCommand).resolves({ UnprocessedItems: { 'test-things': back } })
  expect(await write()).toEqual({ kind: 'answered', unwritten: [0, 1, 2] })
})

const answer = (httpStatusCode: number) => ({ $metadata: { httpStatusCode }, message: 'no' })

test('F50 a throttle is an answer', async () => {
  mock.on(BatchWriteItemCommand).rejects(new ProvisionedThroughputExceededException(answer(400)))
  expect(await write()).toMatchObject({ kind: 'throttled' })
})

test.each([
  ['a broken connection', Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })],
  ['a timeout', Object.assign(new Error('aborted'), { name: 'AbortError' })],
  ['a server error', new InternalServerError(answer(500))],
])('%s is no answer: the rows may be in the table', async (_word, error) => {
  mock.on(BatchWriteItemCommand).rejects(error)
  expect(await write()).toMatchObject({ kind: 'no-answer' })
})

test('F59 a missing table is told with what to check', async () => {
  mock.on(BatchWriteItemCommand).rejects(new ResourceNotFoundException(answer(400)))
  await expect(write()).rejects.toMatchObject({
    code: 'dependency.denied',
    message: expect.stringContaining('test-things'),
  })
})

test('a request that DynamoDB calls invalid is our bug, and keeps its error', async () => {
  const error = Object.assign(new Error('too many'), { name: 'ValidationException', ...answer(400) })
  mock.on(BatchWriteItemCommand).rejects(error)
  await expect(write()).rejects.toMatchObject({ name: 'ValidationException' })
})

test('the client of rows does not retry behind the lease’s back', async () => {
  expect(await new DynamoDBClient(ROW_REQUESTS).config.maxAttempts()).toBe(1)
})
