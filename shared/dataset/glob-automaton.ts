import type { GlobPart } from './parse-glob.ts'

/** What an edge takes: one literal character, any but a slash, or any. */
export type Edge = { readonly takes: string | typeof WITHIN | typeof ANYTHING; readonly to: number }

export const WITHIN = Symbol('any character but a slash')
export const ANYTHING = Symbol('any character')

interface State {
  /** Reached without taking a character. */
  readonly free: number[]
  readonly edges: Edge[]
}

/** A nondeterministic automaton: its cost for a key is bounded by states × characters, whatever the pattern. */
export interface Automaton {
  readonly states: readonly State[]
  readonly accepts: number
}

export const START = 0

export function createAutomaton(parts: readonly GlobPart[]): Automaton {
  const states: State[] = [{ free: [], edges: [] }]
  const add = (): number => states.push({ free: [], edges: [] }) - 1
  const at = (index: number): State => states[index] as State

  function sequence(from: number, sequenceParts: readonly GlobPart[]): number {
    return sequenceParts.reduce(append, from)
  }

  function append(from: number, part: GlobPart): number {
    const to = add()
    if ('literal' in part) at(from).edges.push({ takes: part.literal, to })
    else if ('one' in part) at(from).edges.push({ takes: WITHIN, to })
    else if ('many' in part) {
      at(from).free.push(to)
      at(to).edges.push({ takes: part.many === 'within' ? WITHIN : ANYTHING, to })
    } else {
      for (const alternative of part.either) {
        const branch = add()
        at(from).free.push(branch)
        at(sequence(branch, alternative)).free.push(to)
      }
    }
    return to
  }

  const accepts = sequence(START, parts)
  return { states, accepts }
}

export function matches(automaton: Automaton, key: string): boolean {
  let current = withFree(automaton, [START])
  for (const character of key) {
    const next: number[] = []
    for (const state of current)
      for (const { takes, to } of automaton.states[state]?.edges ?? [])
        if (takesCharacter(takes, character)) next.push(to)
    current = withFree(automaton, next)
  }
  return current.has(automaton.accepts)
}

function takesCharacter(takes: Edge['takes'], character: string): boolean {
  if (takes === ANYTHING) return true
  return takes === WITHIN ? character !== '/' : takes === character
}

function withFree(automaton: Automaton, states: readonly number[]): Set<number> {
  const reached = new Set(states)
  for (const state of reached) for (const next of automaton.states[state]?.free ?? []) reached.add(next)
  return reached
}
