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
  /** Of its steps by bytes. */
  readonly row: number
  readonly steps: Map<string, Places>
}

/** Answers of `searchBytes`, which stand among the steps too: a row is never less than 0. */
export const FOUND = -1
export const NOT_FOUND = -2
export const NOT_ASCII = -3
/** The step was not taken before. */
const UNKNOWN = -4

/** A row of steps has one for each byte. */
const ROW_STEPS = 256
const ROWS_AT_FIRST = 16

export interface Pattern {
  /** Whether the text contains the pattern. */
  isIn(text: string): boolean
  /** The same of bytes, without making a text of them; NOT_ASCII where one of them had to be looked at and is none. */
  searchBytes(bytes: Uint8Array, start: number, end: number): number
}

/** Those of this process. They come from its dataset files alone, so they are few. */
const compiled = new Map<string, Pattern>()

/** The pattern, compiled once: what it has learned from one file serves the next. */
export function patternOf(source: string): Pattern {
  const known = compiled.get(source)
  if (known) return known
  const pattern = compilePattern(source)
  compiled.set(source, pattern)
  return pattern
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
  /** For each row, in the order of the rows, where each byte leads: the beginning of another row, or an answer. */
  let rows = new Int32Array(ROWS_AT_FIRST * ROW_STEPS)
  let placesOfRow: Places[] = []

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
      row: placesOfRow.length * ROW_STEPS,
      steps: new Map<string, Places>(),
    }
    remembered.set(id, places)
    addRow(places)
    return places
  }

  function addRow(places: Places): void {
    const { row, found, isSettled } = places
    placesOfRow.push(places)
    if (row === rows.length) {
      const few = rows
      rows = new Int32Array(few.length * 2)
      rows.set(few)
    }
    const settled = found ? FOUND : NOT_FOUND
    rows.fill(isSettled ? settled : UNKNOWN, row, row + ASCII)
    rows.fill(isSettled ? settled : NOT_ASCII, row + ASCII, row + ROW_STEPS)
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
    const known = places.steps.get(character)
    if (known) return known
    if (stepCount === STEPS_REMEMBERED_MAX) forget()
    stepCount += 1
    const next = step(places, character)
    places.steps.set(character, next)
    return next
  }

  function forget(): void {
    remembered = new Map()
    placesOfRow = []
    first = placesOf([automaton.start], true)
    stepCount = 0
  }

  /** Takes a step for the first time, which may be the one before which all is forgotten. */
  function learn(row: number, byte: number): number {
    const places = placesOfRow[row / ROW_STEPS] as Places
    const next = after(places, String.fromCharCode(byte)).row
    if (placesOfRow[row / ROW_STEPS] === places) rows[row + byte] = next
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
      let known = rows
      let row = first.row
      for (let index = start; index < end; index += 1) {
        const byte = bytes[index] as number
        const next = known[row + byte] as number
        if (next >= 0) row = next
        else if (next !== UNKNOWN) return next
        else {
          row = learn(row, byte)
          known = rows
        }
      }
      const { found, foundAtEnd } = placesOfRow[row / ROW_STEPS] as Places
      return found || foundAtEnd ? FOUND : NOT_FOUND
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
