// One table for each file in datasets/, made from the very files that the workers read.
'use strict'

const refuse = require('./refuse.cjs')

module.exports = async ({ resolveVariable }) => {
  const { compileDatasets } = await import('./compile-datasets.ts')
  const result = compileDatasets('datasets')
  if ('faults' in result) refuse(`The datasets cannot be used:\n${result.faults.join('\n')}`)
  const { datasets, hash } = result
  const stackName = `${await resolveVariable('self:service')}-${await resolveVariable('sls:stage')}`

  const tables = datasets.map((dataset) => ({ ...dataset, logicalId: `${pascalCase(dataset.name)}Table` }))
  return {
    hash,
    tableArns: tables.map(({ logicalId }) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] })),
    template: {
      Resources: Object.fromEntries(tables.map((table) => [table.logicalId, resource(table, stackName)])),
      Outputs: Object.fromEntries(
        tables.map(({ name, logicalId }) => [
          `${logicalId}Name`,
          { Value: { Ref: logicalId }, Description: `The rows of dataset ${name}.` },
        ]),
      ),
    },
  }
}

function resource({ name, keys, ttl }, stackName) {
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
      ...(ttl ? { TimeToLiveSpecification: { AttributeName: ttl.attribute, Enabled: true } } : {}),
    },
  }
}

function pascalCase(name) {
  return name.replace(/(^|[-_])([a-z0-9])/g, (_match, _separator, letter) => letter.toUpperCase())
}
