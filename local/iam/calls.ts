import type { Actor, Decision, Use } from './policy/decide.ts'

/** A use of a permission: the first one of all that the same entries of policies allowed, or that were refused alike. */
export interface Call extends Use {
  /** A role's ARN, or a service and what it acts for. */
  readonly who: string
  readonly actor: Actor
  readonly decision: Decision
}

// Far more than the policies of a stack have entries; refusals of ever new objects end here.
const CALLS_MAX = 10_000

/** What was allowed, by which entries, and what was refused: each once, however often it came. */
export function createCalls(refused: (call: Call) => void) {
  const seen = new Map<string, Call>()
  return {
    note(call: Call): void {
      const { who, action, resource, decision } = call
      const how = decision.kind === 'allowed' ? decision.by.join('\n') : resource
      const id = [who, action, decision.kind, how].join('\n')
      if (seen.has(id) || seen.size >= CALLS_MAX) return
      seen.set(id, call)
      if (decision.kind !== 'allowed') refused(call)
    },
    all: (): readonly Call[] => [...seen.values()],
  }
}
