import { ANYTHING, type Automaton, type Edge, START, WITHIN } from './glob-automaton.ts'

interface Pair {
  readonly left: number
  readonly right: number
  /** Keys that end in a slash are folder markers, which no dataset takes. */
  readonly marker: boolean
  readonly reachedBy?: { readonly from: Pair; readonly character: string }
}

/** A key that both patterns take, the shortest one, or undefined when there is none: exact, by the product of both automata. */
export function sharedKey(left: Automaton, right: Automaton): string | undefined {
  const queue: Pair[] = [{ left: START, right: START, marker: true }]
  const seen = new Set<string>()
  for (const pair of queue) {
    const id = `${pair.left} ${pair.right} ${pair.marker}`
    if (seen.has(id)) continue
    seen.add(id)
    if (pair.left === left.accepts && pair.right === right.accepts && !pair.marker) return spell(pair)
    queue.push(...freeSteps(left, right, pair))
    queue.push(...characterSteps(left, right, pair))
  }
  return undefined
}

function freeSteps(left: Automaton, right: Automaton, pair: Pair): Pair[] {
  return [
    ...(left.states[pair.left]?.free ?? []).map((to) => ({ ...pair, left: to })),
    ...(right.states[pair.right]?.free ?? []).map((to) => ({ ...pair, right: to })),
  ]
}

function characterSteps(left: Automaton, right: Automaton, pair: Pair): Pair[] {
  const steps: Pair[] = []
  for (const one of left.states[pair.left]?.edges ?? [])
    for (const other of right.states[pair.right]?.edges ?? [])
      for (const character of sharedCharacters(one.takes, other.takes))
        steps.push({
          left: one.to,
          right: other.to,
          marker: character === '/',
          reachedBy: { from: pair, character },
        })
  return steps
}

/** Enough of the characters that both edges take to reach whatever can be reached. */
function sharedCharacters(one: Edge['takes'], other: Edge['takes']): readonly string[] {
  if (typeof one === 'string') return takes(other, one) ? [one] : []
  if (typeof other === 'string') return takes(one, other) ? [other] : []
  return one === WITHIN || other === WITHIN ? ['x'] : ['x', '/']
}

function takes(edge: Edge['takes'], character: string): boolean {
  return edge === ANYTHING || edge === character || (edge === WITHIN && character !== '/')
}

function spell(pair: Pair): string {
  let text = ''
  for (let at: Pair = pair; at.reachedBy; at = at.reachedBy.from) text = at.reachedBy.character + text
  return text
}
