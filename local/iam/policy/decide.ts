import { matchesArn } from './arn-pattern.ts'
import { holds } from './condition.ts'
import type { Context } from './context-keys.ts'
import type { Entries, Statement } from './parse-policy.ts'
import { matchesText } from './text-pattern.ts'
import { withVariables } from './variables.ts'

/** One use of a permission: what a call needs. */
export interface Use {
  /** For example `s3:GetObject`. */
  readonly action: string
  /** An ARN, or `*` where the action knows none. */
  readonly resource: string
  readonly context: Context
}

/** Who acts: by the names under which a policy may know them. */
export interface Actor {
  readonly aws: readonly string[]
  readonly service?: string
}

export type Decision =
  /** `by` are the entries of statements that allow it, each as `place action resource`. */
  | { readonly kind: 'allowed'; readonly by: readonly string[] }
  | { readonly kind: 'denied'; readonly statement: Statement }
  | { readonly kind: 'not-allowed' }

/**
 * IAM's evaluation within one account: a Deny anywhere is final; an Allow of the role's policies or of the resource's own
 * is enough. Pure.
 */
export function decide(
  policies: { readonly identity: readonly Statement[]; readonly resource: readonly Statement[] },
  actor: Actor,
  use: Use,
): Decision {
  const applying = [
    ...policies.identity,
    ...policies.resource.filter((statement) => names(statement, actor)),
  ].filter((statement) => applies(statement, use))
  const denial = applying.find(({ effect }) => effect === 'Deny')
  if (denial) return { kind: 'denied', statement: denial }
  const by = applying.flatMap((statement) => entriesFor(statement, use))
  return by.length > 0 ? { kind: 'allowed', by } : { kind: 'not-allowed' }
}

/** All that a statement allows, each as a decision names it. */
export function entriesOf({ place, actions, resources }: Statement): readonly string[] {
  return actions.all.flatMap((action) =>
    (resources?.all ?? ['']).map((resource) => entry(place, action, resource)),
  )
}

function names({ principals }: Statement, actor: Actor): boolean {
  if (principals?.aws.includes('*')) return true
  if (actor.service !== undefined) return principals?.service.includes(actor.service) ?? false
  return actor.aws.some((name) => principals?.aws.includes(name))
}

function applies({ actions, resources, conditions }: Statement, use: Use): boolean {
  if (actions.all.some((one) => matchesAction(one, use.action)) === actions.but) return false
  if (resources && resources.all.some((one) => matchesResource(one, use)) === resources.but) return false
  return conditions.every((condition) => holds(condition, use.context))
}

function entriesFor({ place, actions, resources }: Statement, use: Use): readonly string[] {
  const matching = (entries: Entries, matches: (one: string) => boolean) =>
    entries.but ? entries.all : entries.all.filter(matches)
  const forResource = resources ? matching(resources, (one) => matchesResource(one, use)) : ['']
  return matching(actions, (one) => matchesAction(one, use.action)).flatMap((action) =>
    forResource.map((resource) => entry(place, action, resource)),
  )
}

function entry(place: string, action: string, resource: string): string {
  return `${place} ${action} ${resource}`.trimEnd()
}

function matchesAction(pattern: string, action: string): boolean {
  return matchesText(pattern.toLowerCase(), action.toLowerCase())
}

function matchesResource(pattern: string, { resource, context }: Use): boolean {
  const filled = withVariables(pattern, context)
  return filled !== undefined && matchesArn(filled, resource)
}
