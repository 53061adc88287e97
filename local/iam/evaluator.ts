import { type Call, createCalls } from './calls.ts'
import { type Actor, type Decision, decide, type Use } from './policy/decide.ts'
import type { Statement } from './policy/parse-policy.ts'
import type { Role } from './roles.ts'
import type { Principal } from './sessions.ts'

// Each object of S3 is a resource of its own.
const DECISIONS_MAX = 10_000

/** Whoever a policy can be asked about. */
export type Asking = Extract<Principal, { kind: 'role' | 'service' }>

export interface Evaluator {
  decide(principal: Asking, use: Use): Decision
  /** All that was asked so far. */
  calls(): readonly Call[]
  /** Policies have changed: what was decided is decided anew. */
  forget(): void
}

/** Decides once for each principal, action and resource, for as long as the policies stay. */
export function createEvaluator(deps: {
  findRole: (arn: string) => Role | undefined
  /** The policy of a resource itself. */
  statementsOf: (arn: string) => readonly Statement[]
  /** Is told of each refusal once. */
  refused: (call: Call) => void
}): Evaluator {
  const decisions = new Map<string, Decision>()
  const calls = createCalls(deps.refused)

  return {
    calls: calls.all,
    forget: () => decisions.clear(),
    decide(principal, use) {
      const who = nameOf(principal)
      const id = [who, use.action, use.resource, JSON.stringify(use.context)].join('\n')
      const known = decisions.get(id)
      if (known) return known
      const role = principal.kind === 'role' ? deps.findRole(principal.roleArn) : undefined
      // Who may take a role on is said by the role, as by any resource.
      const resource = deps.findRole(use.resource)?.trust ?? deps.statementsOf(use.resource)
      const decision = decide({ identity: role?.statements ?? [], resource }, actorOf(principal), use)
      if (decisions.size >= DECISIONS_MAX) decisions.clear()
      decisions.set(id, decision)
      calls.note({ ...use, who, actor: actorOf(principal), decision })
      return decision
    },
  }
}

export function nameOf(principal: Asking): string {
  return principal.kind === 'role' ? principal.roleArn : `${principal.service} for ${principal.sourceArn}`
}

/** By what a policy can name the principal. */
function actorOf(principal: Asking): Actor {
  if (principal.kind === 'service') return { aws: [], service: principal.service }
  return { aws: [principal.roleArn, principal.arn] }
}
