import type { OracleField } from './refused.ts'

/** A text that is no JSON. */
export class NoJson extends Error {}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

const LITERAL = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y

/** Reads JSON character by character; numbers keep their text, of members with one name the last counts. */
export class JsonText {
  at = 0
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  whole(): OracleField {
    const value = this.value()
    this.space()
    if (this.at < this.#text.length) throw new NoJson()
    return value
  }

  value(): OracleField {
    this.space()
    const next = this.#text[this.at]
    if (next === '{') return this.object()
    if (next === '[') return this.list()
    if (next === '"') return this.string()
    LITERAL.lastIndex = this.at
    const literal = LITERAL.exec(this.#text)?.[0]
    if (literal === undefined) throw new NoJson()
    this.at += literal.length
    if (literal === 'null') return null
    return literal === 'true' || literal === 'false' ? literal === 'true' : { number: literal }
  }

  object(): Map<string, OracleField> {
    const members = new Map<string, OracleField>()
    this.sequence('}', () => {
      this.space()
      const name = this.string()
      this.space()
      this.take(':')
      members.set(name, this.value())
    })
    return members
  }

  list(): OracleField[] {
    const elements: OracleField[] = []
    this.sequence(']', () => elements.push(this.value()))
    return elements
  }

  sequence(close: string, one: () => void): void {
    this.at += 1
    this.space()
    if (this.#text[this.at] === close) {
      this.at += 1
      return
    }
    for (;;) {
      one()
      this.space()
      if (this.#text[this.at] === close) break
      this.take(',')
    }
    this.at += 1
  }

  string(): string {
    this.take('"')
    let text = ''
    for (;;) {
      const next = this.#text[this.at]
      if (next === undefined || next < ' ') throw new NoJson()
      this.at += 1
      if (next === '"') break
      text += next === '\\' ? this.escaped() : next
    }
    // Half a surrogate pair is no character.
    if (!text.isWellFormed()) throw new NoJson()
    return text
  }

  escaped(): string {
    const letter = this.#text[this.at] ?? ''
    this.at += 1
    const plain = ESCAPES[letter]
    if (plain !== undefined) return plain
    const hex = this.#text.slice(this.at, this.at + 4)
    if (letter !== 'u' || !/^[0-9a-fA-F]{4}$/.test(hex)) throw new NoJson()
    this.at += 4
    return String.fromCharCode(Number.parseInt(hex, 16))
  }

  take(character: string): void {
    if (this.#text[this.at] !== character) throw new NoJson()
    this.at += 1
  }

  space(): void {
    while (/[ \t\r\n]/.test(this.#text[this.at] ?? '')) this.at += 1
  }
}

/** How deep lists and objects stand in each other, whether the rest is JSON or not. */
export function depthOf(text: string): number {
  let [depth, deepest, isQuoted] = [0, 0, false]
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] as string
    if (isQuoted && character === '\\') at += 1
    else if (character === '"') isQuoted = !isQuoted
    else if (!isQuoted && '[{'.includes(character)) depth += 1
    else if (!isQuoted && ']}'.includes(character)) depth -= 1
    deepest = Math.max(deepest, depth)
  }
  return deepest
}
