import { createRequire } from 'node:module'
import { expect, test } from 'vitest'

const { policyFaults } = createRequire(import.meta.url)('../../infra/policy-lengths.cjs')

const AT = { region: 'eu-west-1', stackName: 'stevedore-prod' }
const ARN = 'arn:aws:dynamodb:eu-west-1:123456789012:table/stevedore-prod-dataset-100'

/** A role that may write so many tables, with the name of the first made longer. */
function stackOf(tables: number, more = 0): Record<string, object> {
  const names = Array.from({ length: tables }, (_, index) => `dataset-${100 + index}`)
  const named = names.map((name, index) => [
    `Table${index}`,
    {
      Type: 'AWS::DynamoDB::Table',
      Properties: { TableName: `stevedore-prod-${name}${index ? '' : 'x'.repeat(more)}` },
    },
  ])
  const Resource = names.map((_, index) => ({ 'Fn::GetAtt': [`Table${index}`, 'Arn'] }))
  const PolicyDocument = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Resource }] }
  const role = { Type: 'AWS::IAM::Role', Properties: { Policies: [{ PolicyName: 'own', PolicyDocument }] } }
  return { ...Object.fromEntries(named), Role: role }
}

test('policies of 10,240 characters are taken, and those of one more are refused with what leads on', () => {
  const around = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Resource: [] }],
  }).length
  const entry = ARN.length + '"",'.length
  const tables = Math.floor((10_240 - around + 1) / entry)
  const room = 10_240 - around + 1 - tables * entry
  expect(policyFaults(stackOf(tables, room), AT)).toEqual([])
  expect(policyFaults(stackOf(tables, room + 1), AT)).toEqual([
    expect.stringMatching(
      new RegExp(`policies of Role have 10241 characters, and IAM takes 10240: .* each of ${tables} tables`),
    ),
  ])
})

test('names that CloudFormation makes count as long as it makes them', () => {
  const statement = (Resource: unknown) => ({
    Queue: { Type: 'AWS::SQS::Queue' },
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: { Policies: [{ PolicyDocument: { Resource: Array(130).fill(Resource) } }] },
    },
  })
  const [fault] = policyFaults(statement({ 'Fn::Sub': `\${Queue.Arn}/\${AWS::Region}` }), AT)
  const one = '"arn:aws:sqs:eu-west-1:123456789012:queue/stevedore-prod-Queue-xxxxxxxxxxxx/eu-west-1",'
  expect(fault).toContain(`have ${'{"Resource":[]}'.length + 130 * one.length - 1} characters`)
})

test('a role without policies is none to measure', () => {
  expect(policyFaults({ Role: { Type: 'AWS::IAM::Role' } }, AT)).toEqual([])
})
