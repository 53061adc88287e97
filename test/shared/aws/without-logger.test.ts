import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { withoutLogger } from '../../../shared/aws/without-logger.ts'

const region = 'us-east-1'

test.each([
  ['DynamoDB', () => new DynamoDBClient({ region })],
  ['S3', () => new S3Client({ region })],
])('the client of %s has a logger to take away, and keeps all else', (_, create) => {
  const names = create().middlewareStack.identify()
  const lean = withoutLogger(create()).middlewareStack.identify()
  expect(names.filter((name) => !lean.includes(name))).toEqual([expect.stringMatching(/^loggerMiddleware/)])
  expect(lean).toHaveLength(names.length - 1)
})

test('a client that knows no such logger is refused, so that a new name is noticed', () => {
  expect(() => withoutLogger(withoutLogger(new DynamoDBClient({ region })))).toThrow('loggerMiddleware')
})
