// The table of a dataset, as a resource of the template.
'use strict'

module.exports = function datasetTable({ name, keys, ttl }, { stackName, protectsTables, recoversRows }) {
  const schema = [
    { ...keys.partition, role: 'HASH' },
    ...(keys.sort ? [{ ...keys.sort, role: 'RANGE' }] : []),
  ]
  return {
    Type: 'AWS::DynamoDB::Table',
    DeletionPolicy: 'RetainExceptOnCreate',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      TableName: `${stackName}-${name}`,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: schema.map(({ attribute, role }) => ({ AttributeName: attribute, KeyType: role })),
      AttributeDefinitions: schema.map(({ attribute, type }) => ({
        AttributeName: attribute,
        AttributeType: type,
      })),
      DeletionProtectionEnabled: protectsTables,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: recoversRows },
      ...(ttl ? { TimeToLiveSpecification: { AttributeName: ttl.attribute, Enabled: true } } : {}),
    },
  }
}
