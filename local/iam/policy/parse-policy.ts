import { z } from 'zod'
import { ApiError } from '../../protocol/api-error.ts'
import { type Condition, conditionFault } from './condition.ts'
import { contextKey } from './context-keys.ts'
import { unknownVariables } from './variables.ts'

/** A statement of a policy, ready to be compared with calls. */
export interface Statement {
  /** Names the policy and the place in it, for people. */
  readonly place: string
  readonly effect: 'Allow' | 'Deny'
  /** Undefined in the policies of roles. `*` under AWS is everybody. */
  readonly principals?: { readonly aws: readonly string[]; readonly service: readonly string[] } | undefined
  readonly actions: Entries
  /** Undefined in trust policies. */
  readonly resources?: Entries | undefined
  readonly conditions: readonly Condition[]
}

/** What a statement lists, or everything but that. */
export interface Entries {
  readonly all: readonly string[]
  readonly but: boolean
}

/** Who may be named: a role's own policy names nobody, one of a resource does, a trust policy has no resource besides. */
export type PolicyKind = 'identity' | 'resource' | 'trust'

const texts = z.union([z.string().transform((one) => [one]), z.array(z.string()).min(1)])
// YAML and the framework make booleans of what a policy has as text.
const values = z.union([z.string(), z.boolean(), z.number()]).transform(String)
const principals = z.union([
  z.literal('*').transform(() => ({ AWS: ['*'], Service: [] as string[] })),
  z.strictObject({ AWS: texts.default([]), Service: texts.default([]) }),
])

const statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: principals.optional(),
  NotPrincipal: z.never({ error: 'NotPrincipal is not supported locally' }).optional(),
  Action: texts.optional(),
  NotAction: texts.optional(),
  Resource: texts.optional(),
  NotResource: texts.optional(),
  Condition: z
    .record(z.string(), z.record(z.string(), z.union([values.transform((one) => [one]), z.array(values)])))
    .default({}),
})

const policyDocument = z.strictObject({
  // Without one it is the old one, which knows no variables.
  Version: z.enum(['2012-10-17', '2008-10-17']).default('2008-10-17'),
  Id: z.string().optional(),
  Statement: z.preprocess((given) => [given].flat(), z.array(statement).min(1)),
})

/** `name` is told with a fault. Throws an `ApiError` that names each fault of the policy. */
export function parsePolicy(name: string, kind: PolicyKind, document: unknown): readonly Statement[] {
  const parsed = policyDocument.safeParse(document)
  if (!parsed.success) throw malformed(name, [z.prettifyError(parsed.error)])
  const { Statement: statements, Version } = parsed.data
  const faults = statements.flatMap((one, index) =>
    [...faultsOf(one, kind), ...(Version === '2012-10-17' ? [] : oldVariables(one))].map(
      (fault) => `statement ${one.Sid ?? index + 1}: ${fault}`,
    ),
  )
  if (faults.length > 0) throw malformed(name, faults)
  return statements.map((one, index) => ({
    place: `${name}/${one.Sid ?? index + 1}`,
    effect: one.Effect,
    principals: one.Principal && { aws: one.Principal.AWS, service: one.Principal.Service },
    actions: one.Action ? { all: one.Action, but: false } : { all: one.NotAction ?? [], but: true },
    resources: resourcesOf(one),
    conditions: conditionsOf(one).map(([operator, key, wanted]) => ({
      operator,
      key: contextKey(key) ?? key,
      values: wanted,
    })),
  }))
}

type Given = z.output<typeof statement>

function resourcesOf({ Resource, NotResource }: Given): Entries | undefined {
  if (Resource) return { all: Resource, but: false }
  return NotResource && { all: NotResource, but: true }
}

function conditionsOf({ Condition }: Given): (readonly [string, string, readonly string[]])[] {
  return Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, wanted]) => [operator, key, wanted] as const),
  )
}

function faultsOf(given: Given, kind: PolicyKind): readonly string[] {
  const faults: string[] = []
  if (Boolean(given.Action) === Boolean(given.NotAction)) faults.push('it needs Action or NotAction')
  const namesResources = given.Resource !== undefined || given.NotResource !== undefined
  if (given.Resource && given.NotResource) faults.push('it needs Resource or NotResource, not both')
  if (namesResources === (kind === 'trust')) {
    faults.push(kind === 'trust' ? 'a trust policy has no Resource' : 'it needs Resource or NotResource')
  }
  if ((given.Principal === undefined) !== (kind === 'identity')) {
    faults.push(kind === 'identity' ? 'the policy of a role has no Principal' : 'it needs a Principal')
  }
  for (const [operator, key, wanted] of conditionsOf(given)) {
    const fault = conditionFault(operator, key)
    if (fault) faults.push(fault)
    faults.push(...variableFaults(wanted))
  }
  faults.push(...variableFaults([...(given.Resource ?? []), ...(given.NotResource ?? [])]))
  return faults
}

function oldVariables(given: Given): readonly string[] {
  return JSON.stringify(given).includes('${') ? ['policy variables need the Version 2012-10-17'] : []
}

function variableFaults(given: readonly string[]): readonly string[] {
  return given.flatMap(unknownVariables).map((name) => `the local runtime has no policy variable ${name}`)
}

function malformed(name: string, faults: readonly string[]): ApiError {
  return new ApiError('MalformedPolicyDocument', `Policy ${name}: ${faults.join('; ')}`)
}
