import { PatternError, type PatternNode } from './parse-pattern.ts'

/** Repetition is written out, so it has a bound. */
const STATES_MAX = 1000

/** A state takes a character, or leads on: always, or at the start or the end of the text alone. */
type PatternState =
  | { readonly kind: 'one'; takes(character: string): boolean; to: number }
  | { readonly kind: 'free' | 'start' | 'end'; readonly to: number[] }

export interface PatternAutomaton {
  readonly states: readonly PatternState[]
  readonly start: number
  /** A free state that leads nowhere. */
  readonly accepts: number
}

export function createPatternAutomaton(pattern: PatternNode): PatternAutomaton {
  const states: PatternState[] = []

  function add(state: PatternState): number {
    if (states.length >= STATES_MAX)
      throw new PatternError(
        `its repetitions come to more than ${STATES_MAX} states. Use smaller counts, or length`,
      )
    return states.push(state) - 1
  }

  /** Each node is built in front of what comes after it, and answers where it begins. */
  function build(node: PatternNode, next: number): number {
    if (node.kind === 'one') return add({ kind: 'one', takes: node.takes, to: next })
    if (node.kind === 'sequence') return node.parts.reduceRight((after, part) => build(part, after), next)
    if (node.kind === 'either') return add({ kind: 'free', to: node.parts.map((part) => build(part, next)) })
    if (node.kind === 'repeat') return repeat(node, next)
    return add({ kind: node.kind, to: [next] })
  }

  function repeat({ part, min, max }: PatternNode & { kind: 'repeat' }, next: number): number {
    let first = next
    if (max === Infinity) {
      const again: number[] = [next]
      first = add({ kind: 'free', to: again })
      again.push(build(part, first))
    } else
      for (let count = min; count < max; count += 1)
        first = add({ kind: 'free', to: [next, build(part, first)] })
    for (let count = 0; count < min; count += 1) {
      const stateCount = states.length
      first = build(part, first)
      // A part without characters may be written a billion times at no cost.
      if (states.length === stateCount) break
    }
    return first
  }

  const accepts = add({ kind: 'free', to: [] })
  return { states, start: build(pattern, accepts), accepts }
}
