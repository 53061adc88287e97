import type { Resource, Template } from '../template.ts'
import { resourcesOf } from '../template.ts'
import { referenced, refersTo } from './referenced.ts'

/** A statement of a policy, its lists always lists. */
export interface Statement {
  readonly effect: string
  readonly services: readonly string[]
  readonly actions: readonly string[]
  readonly resources: readonly unknown[]
  /** Keys and what they are held against, whatever the operator: `[operator, key, value]`. */
  readonly conditions: readonly (readonly [operator: string, key: string, value: unknown])[]
}

/** The properties that hold the policy of a resource, by type: who may use it. */
const RESOURCE_POLICIES: Readonly<Record<string, { readonly document: string; readonly of: string }>> = {
  'AWS::SQS::QueuePolicy': { document: 'PolicyDocument', of: 'Queues' },
  'AWS::SNS::TopicPolicy': { document: 'PolicyDocument', of: 'Topics' },
  'AWS::S3::BucketPolicy': { document: 'PolicyDocument', of: 'Bucket' },
}

/** What a role may do. */
export function statementsOfRole(role: Resource | undefined): readonly Statement[] {
  const policies: readonly { PolicyDocument: unknown }[] = role?.Properties.Policies ?? []
  return policies.flatMap(({ PolicyDocument }) => statementsOf(PolicyDocument))
}

/** The statements of the policies of a queue, a topic or a bucket, with the resource that holds each. */
export function statementsAbout(template: Template, logicalId: string) {
  return resourcePolicies(template).filter(({ of }) => of.includes(logicalId))
}

/** Every statement of every policy of a queue, a topic or a bucket. */
export function resourcePolicies(
  template: Template,
): readonly { policy: string; of: readonly (string | undefined)[]; statement: Statement }[] {
  return Object.entries(RESOURCE_POLICIES).flatMap(([type, { document, of }]) =>
    resourcesOf(template, type).flatMap(([policy, { Properties }]) =>
      statementsOf(Properties[document]).map((statement) => ({
        policy,
        of: [Properties[of]].flat().map(referenced),
        statement,
      })),
    ),
  )
}

export function statementsOf(document: unknown): readonly Statement[] {
  // biome-ignore lint/suspicious/noExplicitAny: a policy is free text here; what is looked at is looked at with care.
  const statements: readonly any[] = [(document as any)?.Statement ?? []].flat()
  return statements.map(({ Effect, Principal, Action, Resource, Condition = {} }) => ({
    effect: Effect,
    services: [Principal?.Service ?? []].flat(),
    actions: [Action ?? []].flat(),
    resources: [Resource ?? []].flat(),
    conditions: Object.entries(Condition as Record<string, Record<string, unknown>>).flatMap(
      ([operator, keys]) => Object.entries(keys).map(([key, value]) => [operator, key, value] as const),
    ),
  }))
}

/** Whether a statement lets an action be done to a resource. A wildcard lets it too. */
export function allows(statement: Statement, action: string, logicalId: string): boolean {
  return (
    statement.effect === 'Allow' &&
    statement.actions.some(
      (each) => each === action || each === '*' || each === `${action.split(':')[0]}:*`,
    ) &&
    statement.resources.some((resource) => resource === '*' || refersTo(resource, logicalId))
  )
}

/** Whether a condition holds a key of the request against this resource's ARN, or its account against ours. */
export function holdsSource({ conditions }: Statement, logicalId: string): boolean {
  return conditions.some(
    ([operator, key, value]) =>
      /^(Arn|String)(Equals|Like)$/.test(operator) && key === 'aws:SourceArn' && refersTo(value, logicalId),
  )
}
