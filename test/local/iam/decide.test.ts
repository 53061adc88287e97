import { expect, test } from 'vitest'
import { type Actor, decide, type Use } from '../../../local/iam/policy/decide.ts'
import { type PolicyKind, parsePolicy } from '../../../local/iam/policy/parse-policy.ts'

const ROLE: Actor = { aws: ['arn:aws:iam::000000000000:role/loader'] }
const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:loads'
// biome-ignore-start lint/suspicious/noTemplateCurlyInString: variables of policies
const OWN_FOLDER = 'arn:aws:s3:::own/${aws:PrincipalAccount}/*'
const UNKNOWN_VARIABLE = '${aws:userid}'
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: variables of policies
const RULE = 'arn:aws:events:us-east-1:000000000000:rule/small-object'

function statements(kind: PolicyKind, ...all: object[]) {
  return parsePolicy('test', kind, { Version: '2012-10-17', Statement: all })
}

function ask(
  policies: { identity?: readonly object[]; resource?: readonly object[] },
  use: Partial<Use>,
  actor: Actor = ROLE,
) {
  return decide(
    {
      identity: policies.identity ? statements('identity', ...policies.identity) : [],
      resource: policies.resource ? statements('resource', ...policies.resource) : [],
    },
    actor,
    { action: 'sqs:SendMessage', resource: QUEUE, context: {}, ...use },
  )
}

const SEND = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: QUEUE }

test('nothing is allowed that no statement allows', () => {
  expect(ask({}, {})).toEqual({ kind: 'not-allowed' })
  expect(ask({ identity: [SEND] }, { action: 'sqs:ReceiveMessage' })).toEqual({ kind: 'not-allowed' })
  expect(ask({ identity: [SEND] }, { resource: `${QUEUE}-2` })).toEqual({ kind: 'not-allowed' })
})

test('an allowed call names the entries that allow it', () => {
  const both = { Effect: 'Allow', Action: ['sqs:Send*', 'sqs:DeleteMessage'], Resource: [QUEUE, '*'] }
  expect(ask({ identity: [SEND, both] }, {})).toEqual({
    kind: 'allowed',
    by: [`test/1 sqs:SendMessage ${QUEUE}`, `test/2 sqs:Send* ${QUEUE}`, 'test/2 sqs:Send* *'],
  })
})

test('actions are compared without regard to case', () => {
  expect(ask({ identity: [SEND] }, { action: 'SQS:sendmessage' }).kind).toBe('allowed')
})

test('a Deny is stronger than any Allow, wherever it stands', () => {
  const deny = { ...SEND, Effect: 'Deny' }
  expect(ask({ identity: [SEND, deny] }, {})).toMatchObject({
    kind: 'denied',
    statement: { place: 'test/2' },
  })
  expect(ask({ identity: [SEND], resource: [{ ...deny, Principal: '*' }] }, {}).kind).toBe('denied')
})

test('NotAction and NotResource mean all but what they list', () => {
  const notAction = { Effect: 'Allow', NotAction: 'sqs:SendMessage', Resource: '*' }
  expect(ask({ identity: [notAction] }, {}).kind).toBe('not-allowed')
  expect(ask({ identity: [notAction] }, { action: 'sqs:DeleteMessage' }).kind).toBe('allowed')
  const notResource = { Effect: 'Allow', Action: 'sqs:*', NotResource: QUEUE }
  expect(ask({ identity: [notResource] }, {}).kind).toBe('not-allowed')
  expect(ask({ identity: [notResource] }, { resource: `${QUEUE}-2` }).kind).toBe('allowed')
})

test('the policy of a resource lets a service in whose rule it names, and no other', () => {
  const rule = {
    ...SEND,
    Principal: { Service: 'events.amazonaws.com' },
    Condition: { ArnEquals: { 'aws:SourceArn': RULE } },
  }
  const events: Actor = { aws: [], service: 'events.amazonaws.com' }
  const from = (arn: string) => ({ context: { 'aws:sourcearn': arn } })
  expect(ask({ resource: [rule] }, from(RULE), events).kind).toBe('allowed')
  expect(ask({ resource: [rule] }, from(`${RULE}-2`), events).kind).toBe('not-allowed')
  expect(ask({ resource: [rule] }, {}, events).kind).toBe('not-allowed')
  expect(ask({ resource: [rule] }, from(RULE), { aws: [], service: 'sns.amazonaws.com' }).kind).toBe(
    'not-allowed',
  )
  expect(ask({ resource: [rule] }, from(RULE)).kind).toBe('not-allowed')
})

test('within an account the policy of the resource is enough for a role that it names', () => {
  expect(ask({ resource: [{ ...SEND, Principal: { AWS: ROLE.aws[0] } }] }, {}).kind).toBe('allowed')
  expect(
    ask({ resource: [{ ...SEND, Principal: { AWS: 'arn:aws:iam::000000000000:role/other' } }] }, {}).kind,
  ).toBe('not-allowed')
})

test.each([
  ['StringEquals', 'a', 'a', true],
  ['StringEquals', ['a', 'b'], 'b', true],
  ['StringEquals', 'a', 'A', false],
  ['StringEquals', 'a', undefined, false],
  ['StringEqualsIgnoreCase', 'a', 'A', true],
  ['StringNotEquals', 'a', 'b', true],
  ['StringNotEquals', ['a', 'b'], 'b', false],
  ['StringNotEquals', 'a', undefined, true],
  ['StringLike', 'a*', 'abc', true],
  ['StringNotLike', 'a*', 'abc', false],
  ['StringEqualsIfExists', 'a', undefined, true],
  ['StringEqualsIfExists', 'a', 'b', false],
  ['Bool', 'false', 'false', true],
  ['Bool', false, 'true', false],
  ['Null', 'true', undefined, true],
  ['Null', 'true', 'a', false],
  ['Null', 'false', 'a', true],
])('%s %j over %j: %s', (operator, wanted, given, expected) => {
  const statement = { ...SEND, Condition: { [operator]: { 's3:Prefix': wanted } } }
  const context = given === undefined ? {} : { 's3:prefix': given }
  expect(ask({ identity: [statement] }, { context }).kind).toBe(expected ? 'allowed' : 'not-allowed')
})

test('all conditions of a statement have to hold', () => {
  const statement = {
    ...SEND,
    Condition: { StringEquals: { 's3:prefix': 'a', 'ecs:CreateAction': 'RunTask' } },
  }
  const both = { 's3:prefix': 'a', 'ecs:createaction': 'RunTask' }
  expect(ask({ identity: [statement] }, { context: both }).kind).toBe('allowed')
  expect(ask({ identity: [statement] }, { context: { 's3:prefix': 'a' } }).kind).toBe('not-allowed')
})

test('a variable stands for what is known of the call, and matches nothing where that is not known', () => {
  const own = {
    Effect: 'Allow',
    Action: 's3:GetObject',
    Resource: OWN_FOLDER,
  }
  const use = { action: 's3:GetObject', resource: 'arn:aws:s3:::own/000000000000/a' }
  expect(ask({ identity: [own] }, { ...use, context: { 'aws:principalaccount': '000000000000' } }).kind).toBe(
    'allowed',
  )
  expect(ask({ identity: [own] }, { ...use, context: { 'aws:principalaccount': '1' } }).kind).toBe(
    'not-allowed',
  )
  expect(ask({ identity: [own] }, use).kind).toBe('not-allowed')
})

test.each([
  [
    'identity',
    { Effect: 'Allow', Action: 'a:B', Resource: '*', Condition: { DateLessThan: { 's3:prefix': 'x' } } },
    /no condition operator DateLessThan/,
  ],
  [
    'identity',
    { Effect: 'Allow', Action: 'a:B', Resource: '*', Condition: { StringEquals: { 'aws:Nobody': 'x' } } },
    /no condition key aws:Nobody/,
  ],
  [
    'identity',
    { Effect: 'Allow', Action: 'a:B', Resource: UNKNOWN_VARIABLE },
    /no policy variable aws:userid/,
  ],
  ['identity', { Effect: 'Allow', Action: 'a:B' }, /needs Resource or NotResource/],
  ['identity', { Effect: 'Allow', Resource: '*' }, /needs Action or NotAction/],
  ['identity', { ...SEND, Principal: '*' }, /has no Principal/],
  ['resource', SEND, /needs a Principal/],
  ['trust', { ...SEND, Principal: '*' }, /a trust policy has no Resource/],
  ['resource', { ...SEND, NotPrincipal: '*' }, /NotPrincipal is not supported/],
  ['identity', { ...SEND, Surprise: 1 }, /Surprise/],
] as const)('a fault of a policy is told: %s %#', (kind, statement, told) => {
  expect(() => statements(kind, statement)).toThrow(told)
})
