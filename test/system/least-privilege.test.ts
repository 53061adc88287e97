import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Call } from '../../local/iam/calls.ts'
import { decide, entriesOf, type Use } from '../../local/iam/policy/decide.ts'
import type { Statement } from '../../local/iam/policy/parse-policy.ts'
import type { Role } from '../../local/iam/roles.ts'
import { startStackOfAllPaths, takeEveryPath } from './every-path.ts'
import { startStack } from './stack.ts'

// What the template allows is what is used, both ways: nothing that is used is refused (a refusal fails each test of the
// whole stack), and nothing is allowed that is not used.

/** What no path of this test uses, by role and action, and why it is granted. */
const UNUSED: Readonly<Record<string, string>> = {
  'LoadQueueRole s3:AbortMultipartUpload': 'where the upload of a reject file over 8 MiB fails half-way',
  'LoadObjectRole s3:AbortMultipartUpload': 'the same',
  'AuditRole s3:AbortMultipartUpload': 'the same',
  'ExplainStopRole dynamodb:Query': 'for the digest of a storm of stops, a minute behind it',
  'AuditRole dynamodb:PutItem': 'for an hourly dataset with conditions; the one of this test has none',
}

/** What nobody here has any business with. */
const FOREIGN = [
  'dynamodb:DeleteTable',
  'dynamodb:Scan',
  'ecs:ExecuteCommand',
  'ecs:RegisterTaskDefinition',
  'iam:PutRolePolicy',
  'kms:Decrypt',
  's3:DeleteBucket',
  's3:DeleteObjectVersion',
  's3:PutBucketPolicy',
  'secretsmanager:GetSecretValue',
  'sqs:PurgeQueue',
  'sts:AssumeRole',
]

type Stack = Awaited<ReturnType<typeof startStack>>
let stack: Stack

function allowedCalls(of: Stack): readonly (Call & { readonly by: readonly string[] })[] {
  return of.iam.calls().flatMap((call) => {
    return call.decision.kind === 'allowed' ? [{ ...call, by: call.decision.by }] : []
  })
}

/** What decides over a call: the policies of the role that makes it, and that of what it is about. */
function policiesFor({ who, resource }: Pick<Call, 'who' | 'resource'>, roles: readonly Role[]) {
  return {
    identity: roles.find(({ arn }) => arn === who)?.statements ?? [],
    resource: roles.find(({ arn }) => arn === resource)?.trust ?? stack.iam.resourceStatements(),
  }
}

function isAllowed(call: Call, use: Use, without?: Statement): boolean {
  const { identity, resource } = policiesFor(call, stack.iam.roles())
  const kept = (statements: readonly Statement[]) => statements.filter((one) => one !== without)
  return decide({ identity: kept(identity), resource: kept(resource) }, call.actor, use).kind === 'allowed'
}

describe('on a stack that took every path', () => {
  beforeAll(async () => {
    stack = await startStackOfAllPaths()
    await takeEveryPath(stack)
  }, 180_000)
  afterAll(() => stack?.close())

  const allows = () =>
    [
      ...stack.iam.roles().flatMap(({ trust, statements }) => [...trust, ...statements]),
      ...stack.iam.resourceStatements(),
    ].filter(({ effect }) => effect === 'Allow')

  test('each action and each resource that a statement names is used', () => {
    const used = new Set(allowedCalls(stack).flatMap(({ by }) => by))
    const idle = allows().flatMap((statement) => idleIn(statement, used))
    expect(new Set(idle)).toEqual(new Set(Object.keys(UNUSED)))
  })

  test('without any one statement some call is refused', () => {
    const calls = allowedCalls(stack)
    const needless = allows().filter((statement) => calls.every((call) => isAllowed(call, call, statement)))
    expect(needless.map(({ place }) => place)).toEqual([])
  })

  test('the same calls to other buckets, tables, queues, topics and roles are refused', () => {
    const near = allowedCalls(stack)
      .filter(({ resource }) => resource !== '*')
      .flatMap((call) => nearMisses(call).map((use) => ({ call, use })))
    expect(near.length).toBeGreaterThan(100)
    const through = near.filter(({ call, use }) => isAllowed(call, use))
    expect(through.map(({ call, use }) => `${call.who}: ${use.action} on ${use.resource}`)).toEqual([])
  })

  test('each role is refused what nobody has any business with', () => {
    const calls = allowedCalls(stack).filter(({ who }) => who.startsWith('arn:aws:iam:'))
    const through = calls.flatMap((call) =>
      FOREIGN.filter((action) => isAllowed(call, { ...call, action })).map(
        (action) => `${call.who} ${action}`,
      ),
    )
    expect(through).toEqual([])
  })

  test('an action on everything stands only where IAM knows no resource', () => {
    const wide = allows()
      .filter(({ resources }) => resources?.all.includes('*'))
      .flatMap(({ actions }) => actions.all)
    expect(new Set(wide)).toEqual(new Set(['cloudwatch:GetMetricData', 'ecr:GetAuthorizationToken']))
  })
})

describe('on a stack whose rule starts tasks itself', () => {
  let direct: Stack
  beforeAll(async () => {
    direct = await startStack('direct')
  })
  afterAll(() => direct?.close())

  test('each action that the role of the rule has is used', async () => {
    const version = await direct.upload(
      'airports/direct.csv',
      'iata,name,city,state,country,latitude,longitude\n',
    )
    await direct.settled('airports/direct.csv', version, 'loaded', 'rejected')
    const used = new Set(allowedCalls(direct).flatMap(({ by }) => by))
    const role = direct.iam.roles().find(({ label }) => label === 'LargeObjectRole')
    const statements = [...(role?.trust ?? []), ...(role?.statements ?? [])]
    expect(statements.length).toBeGreaterThan(3)
    expect(statements.flatMap((statement) => idleIn(statement, used))).toEqual([])
  })
})

/** As `role action`, or `role resource`. */
function idleIn(statement: Statement, used: ReadonlySet<string>): string[] {
  const { place, actions, resources } = statement
  const entries = entriesOf(statement)
  const isUsed = (part: string) =>
    entries.some((entry) => used.has(entry) && entry.slice(place.length).split(' ').includes(part))
  const [label] = place.split('/')
  return [...actions.all, ...(resources?.all ?? [])]
    .filter((part) => !isUsed(part) && !isDatasetTable(part))
    .map((part) => `${label} ${part}`)
}

/** The tables of datasets are of one kind: which of them was written says nothing. */
function isDatasetTable(resource: string): boolean {
  return /:table\/stevedore-local-(airports|unemployment|zipcodes)$/.test(resource)
}

/** The same use with one thing changed: the name of the resource, its account, what a service asks for, a condition. */
function nearMisses({ who, action, resource, context }: Call): Use[] {
  const elsewhere = (arn: string) => arn.replace(':000000000000:', ':111111111111:')
  const [kind = '', name = ''] = split(resource)
  const below = name.includes('/') ? name.slice(name.indexOf('/')) : ''
  // Who may take a role on is asked of the role itself.
  const resources =
    action === 'sts:AssumeRole' ? [] : [`${kind}other${below}`, ...(kind ? [elsewhere(resource)] : [])]
  const changed: (readonly [key: string, value: string])[] = [
    ['iam:passedtoservice', 'lambda.amazonaws.com'],
    // Each task is tagged in its cluster: that is in its ARN.
    ...(action === 'ecs:TagResource' ? [] : [['ecs:cluster', `${context['ecs:cluster']}-2`] as const]),
    // Lambda's trust policies name the service alone.
    ...(who.startsWith('lambda.')
      ? []
      : [['aws:sourcearn', elsewhere(context['aws:sourcearn'] ?? '')] as const]),
  ]
  return [
    ...resources.filter((other) => other !== resource).map((other) => ({ action, context, resource: other })),
    ...changed
      .filter(([key]) => context[key] !== undefined)
      .map(([key, value]) => ({ action, resource, context: { ...context, [key]: value } })),
  ]
}

/** `arn:…:table/` and `name/index/i`; `arn:aws:s3:::` and `bucket/key`. */
function split(resource: string): readonly string[] {
  const [, kind, name] =
    /^(arn:aws:\w+:[^:]*:[^:]*:(?:(?:table|task|task-definition|role|repository|log-group)[/:])?)(.*)$/.exec(
      resource,
    ) ?? []
  return [kind ?? '', name ?? '']
}
