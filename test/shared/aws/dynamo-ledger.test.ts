import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { expect, test } from 'vitest'
import { toAttributes } from '../../../shared/aws/attribute-values.ts'
import { createDynamoLedger } from '../../../shared/aws/dynamo-ledger.ts'
import { item, NAME } from '../load/support/fakes.ts'

const mock = mockClient(DynamoDBClient)

test('the versions of a key are read to the last page, strongly consistent', async () => {
  const versions = ['v1', 'v2', 'v3'].map((version) => item({ version }))
  const key = toAttributes({ object: NAME, version: 'v1' })
  mock
    .on(QueryCommand)
    .resolvesOnce({ Items: versions.slice(0, 2).map(toAttributes), LastEvaluatedKey: key })
    .resolvesOnce({ Items: versions.slice(2).map(toAttributes) })
  const ledger = createDynamoLedger({ client: new DynamoDBClient({ region: 'us-east-1' }), table: 'ledger' })
  expect(await ledger.versions(NAME)).toEqual({ items: versions })
  const inputs = mock.commandCalls(QueryCommand).map(({ args }) => args[0].input)
  expect(inputs).toMatchObject([{ ConsistentRead: true }, { ConsistentRead: true, ExclusiveStartKey: key }])
})
