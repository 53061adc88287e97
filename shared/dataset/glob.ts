import { type Automaton, createAutomaton, matches } from './glob-automaton.ts'
import { parseGlob } from './parse-glob.ts'

/** Endings that any pattern takes besides: the reader sees what is packed by its first bytes. */
const PACKED_ENDINGS = ['.gz', '.zst']

export interface Glob {
  readonly automaton: Automaton
  matches(key: string): boolean
}

/**
 * A pattern over object keys: `*` any run within a segment, `?` one character of it, `**` any whole segments or none
 * (at the end: anything below), `{a,b}` either. Everything else stands for itself.
 * Throws a GlobError that names the remedy.
 */
export function compileGlob(pattern: string): Glob {
  const automaton = createAutomaton([
    ...parseGlob(pattern),
    { either: ['', ...PACKED_ENDINGS].map(literals) },
  ])
  return { automaton, matches: (key) => matches(automaton, key) }
}

function literals(text: string): readonly { literal: string }[] {
  return [...text].map((literal) => ({ literal }))
}
