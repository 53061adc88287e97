import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { tableKeys } from '../../shared/dataset/table-keys.ts'
import { datasetOf } from '../shared/dataset/dataset-of.ts'

const datasetTable = createRequire(import.meta.url)('../../infra/dataset-table.cjs')

function propertiesOf(lines: string) {
  const options = { stackName: 'stevedore-test', protectsTables: true, recoversRows: false }
  const dataset = datasetOf(lines)
  return datasetTable({ ...dataset, keys: tableKeys(dataset) }, options).Properties
}

test('a table has the key of its dataset, and its name', () => {
  expect(propertiesOf('key: { partition: a, sort: $row }\ncolumns: { a: integer }')).toEqual({
    TableName: 'stevedore-test-sample',
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [
      { AttributeName: 'a', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: [
      { AttributeName: 'a', AttributeType: 'N' },
      { AttributeName: 'sk', AttributeType: 'N' },
    ],
    DeletionProtectionEnabled: true,
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false },
  })
})

test.each([
  ['{ column: seconds }', 'seconds'],
  ['{ column: day }', 'ttl'],
  ['{ after: 30d }', 'ttl'],
])('with ttl: %s DynamoDB deletes rows by the attribute %s', (ttl, attribute) => {
  const lines = `key: { partition: a }\nttl: ${ttl}\ncolumns: { a: string, seconds: integer, day: date }`
  expect(propertiesOf(lines).TimeToLiveSpecification).toEqual({ AttributeName: attribute, Enabled: true })
})
