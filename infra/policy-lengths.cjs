// How long the policies of roles become: each dataset adds its table to three of them, and IAM has a limit.
'use strict'

const { NAMES } = require('./template-limits.cjs')

// Characters of all inline policies of a role, white space aside:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
const ROLE_POLICIES_LENGTH_MAX = 10_240
// What CloudFormation puts behind a name that it makes.
const MADE_UP = `-${'x'.repeat(12)}`

/** A sentence where IAM would refuse the policies of a role. Names that CloudFormation makes are only nearly known. */
function policyFaults(resources, { region, stackName }) {
  const tooLong = Object.entries(resources)
    .filter(([, { Type }]) => Type === 'AWS::IAM::Role')
    .map(([logicalId, { Properties = {} }]) => ({ logicalId, length: lengthOf(Properties.Policies ?? []) }))
    .filter(({ length }) => length > ROLE_POLICIES_LENGTH_MAX)
    .toSorted((one, other) => other.length - one.length)
  if (tooLong.length === 0) return []
  const [{ logicalId, length }, ...others] = tooLong
  const more = others.length > 0 ? ` (and ${others.length} more roles)` : ''
  const tables = Object.values(resources).filter(({ Type }) => Type === 'AWS::DynamoDB::Table').length
  return [
    `the policies of ${logicalId} have ${length} characters${more}, and IAM takes ${ROLE_POLICIES_LENGTH_MAX}: they name each of ${tables} tables. Deploy some of the datasets as an application of their own, in another checkout with another service name`,
  ]

  function lengthOf(policies) {
    return policies.reduce(
      (sum, { PolicyDocument }) => sum + JSON.stringify(resolved(PolicyDocument)).length,
      0,
    )
  }

  function resolved(value) {
    if (Array.isArray(value)) return value.map(resolved)
    if (typeof value !== 'object' || value === null) return value
    if ('Ref' in value) return pseudo(value.Ref) ?? nameOf(value.Ref)
    if ('Fn::GetAtt' in value) return arnOf(value['Fn::GetAtt'][0])
    if ('Fn::Sub' in value) {
      return value['Fn::Sub'].replace(/\$\{([\w:]+)(\.\w+)?\}/g, (_all, id, attribute) =>
        attribute ? arnOf(id) : (pseudo(id) ?? nameOf(id)),
      )
    }
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolved(inner)]))
  }

  function arnOf(logicalId) {
    const [, service, kind] = resources[logicalId].Type.toLowerCase().split('::')
    return `arn:aws:${service}:${region}:123456789012:${kind}/${nameOf(logicalId)}`
  }

  function nameOf(logicalId) {
    const { Type, Properties = {} } = resources[logicalId]
    const [property, max] = NAMES[Type] ?? []
    const name = Properties[property]
    return typeof name === 'string' ? name : `${stackName}-${logicalId}`.slice(0, max) + MADE_UP
  }

  function pseudo(name) {
    return { 'AWS::Partition': 'aws', 'AWS::Region': region, 'AWS::AccountId': '123456789012' }[name]
  }
}

module.exports = { policyFaults }
