import { parsePattern } from './parse-pattern.ts'
import { createPatternAutomaton, type PatternAutomaton } from './pattern-automaton.ts'

/** Steps remembered; then remembering begins anew, so that no text can fill the memory. */
const STEPS_REMEMBERED_MAX = 2000
const ASCII = 128

/** Where the automaton can be, all places at once, and the steps from there that were taken before. */
interface Places {
  /** Those that take a character. */
  readonly states: readonly number[]
  readonly found: boolean
  readonly foundAtEnd: boolean
  /** Whether the rest of the text changes nothing. */
  readonly isSettled: boolean
  readonly ascii: Places[]
  readonly others: Map<string, Places>
}

/** Answers of `searchBytes`. */
export const FOUND = 1
export const NOT_FOUND = 0
export const NOT_ASCII = -1

export interface Pattern {
  /** Whether the text contains the pattern. */
  isIn(text: string): boolean
  /** The same of bytes, without making a text of them; NOT_ASCII where one of them had to be looked at and is none. */
  searchBytes(bytes: Uint8Array, start: number, end: number): number
}

/**
 * Whether a text contains the pattern: JavaScript's regular expressions with the flag u, in time proportional to the text.
 * JavaScript's own can take exponential time, and a file could stop a worker with one value.
 * Throws a PatternError for what is no pattern, or looks back or ahead.
 */
export function compilePattern(source: string): Pattern {
  const automaton = createPatternAutomaton(parsePattern(source))
  const startsOnlyAtStart = !leadsAnywhere(automaton)
  let remembered = new Map<string, Places>()
  let stepCount = 0

  function placesOf(from: readonly number[], atStart: boolean): Places {
    const states = reachable(automaton, from, atStart, false)
    const id = `${atStart} ${states}`
    const known = remembered.get(id)
    if (known) return known
    const taking = states.filter((state) => automaton.states[state]?.kind === 'one')
    const found = states.includes(automaton.accepts)
    const places = {
      states: taking,
      found,
      foundAtEnd: reachable(automaton, from, atStart, true).includes(automaton.accepts),
      isSettled: found || (startsOnlyAtStart && taking.length === 0),
      ascii: [],
      others: new Map<string, Places>(),
    }
    remembered.set(id, places)
    return places
  }

  function step({ states }: Places, character: string): Places {
    const next = [automaton.start]
    for (const index of states) {
      const state = automaton.states[index]
      if (state?.kind === 'one' && state.takes(character)) next.push(state.to)
    }
    return placesOf(next, false)
  }

  function after(places: Places, character: string): Places {
    const code = character.charCodeAt(0)
    const known = code < ASCII ? places.ascii[code] : places.others.get(character)
    if (known) return known
    if (stepCount === STEPS_REMEMBERED_MAX) {
      remembered = new Map()
      first = placesOf([automaton.start], true)
      stepCount = 0
    }
    stepCount += 1
    const next = step(places, character)
    if (code < ASCII) places.ascii[code] = next
    else places.others.set(character, next)
    return next
  }

  let first = placesOf([automaton.start], true)

  return {
    isIn(text) {
      let places = first
      for (const character of text) {
        if (places.isSettled) return places.found
        places = after(places, character)
      }
      return places.found || places.foundAtEnd
    },
    searchBytes(bytes, start, end) {
      let places = first
      for (let index = start; index < end; index += 1) {
        if (places.isSettled) return places.found ? FOUND : NOT_FOUND
        const byte = bytes[index] as number
        if (byte >= ASCII) return NOT_ASCII
        places = places.ascii[byte] ?? after(places, String.fromCharCode(byte))
      }
      return places.found || places.foundAtEnd ? FOUND : NOT_FOUND
    },
  }
}

/** Whether the pattern can begin, or be found, behind the start of the text. */
function leadsAnywhere(automaton: PatternAutomaton): boolean {
  return reachable(automaton, [automaton.start], false, true).some(
    (state) => state === automaton.accepts || automaton.states[state]?.kind === 'one',
  )
}

/** All states that are reached without taking a character. */
function reachable(
  { states }: PatternAutomaton,
  from: readonly number[],
  atStart: boolean,
  atEnd: boolean,
): number[] {
  const reached = new Set(from)
  for (const index of reached) {
    const state = states[index]
    const leadsOn =
      state?.kind === 'free' || (state?.kind === 'start' && atStart) || (state?.kind === 'end' && atEnd)
    if (state && state.kind !== 'one' && leadsOn) for (const to of state.to) reached.add(to)
  }
  return [...reached].sort((a, b) => a - b)
}
