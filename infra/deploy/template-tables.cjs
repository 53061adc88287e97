'use strict'

/** The tables of a template that CloudFormation cannot rename: those with a name of ours. */
function namedTables(template) {
  return Object.entries(template.Resources)
    .filter(([, { Type, Properties }]) => Type === 'AWS::DynamoDB::Table' && Properties.TableName)
    .map(([logicalId, { Properties }]) => ({ logicalId, name: Properties.TableName, key: keyOf(Properties) }))
}

/** The same text for the same key, whether a template says it or DynamoDB: `iata (S)`, `state (S) and day (N)`. */
function keyOf({ KeySchema, AttributeDefinitions }) {
  const types = new Map(
    AttributeDefinitions.map(({ AttributeName, AttributeType }) => [AttributeName, AttributeType]),
  )
  return ['HASH', 'RANGE']
    .flatMap((type) => KeySchema.filter(({ KeyType }) => KeyType === type))
    .map(({ AttributeName }) => `${AttributeName} (${types.get(AttributeName)})`)
    .join(' and ')
}

module.exports = { keyOf, namedTables }
