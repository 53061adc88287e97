import {
  type Alias,
  type Document,
  isMap,
  isPair,
  isScalar,
  LineCounter,
  parseDocument,
  type Scalar,
  visit,
} from 'yaml'

export type Path = readonly (string | number)[]

/** A YAML text as plain values, with the line of each. Maps stay maps: their order counts, and no name is special. */
export interface YamlSource {
  readonly value: unknown
  readonly faults: readonly { readonly line: number; readonly message: string }[]
  /** The line where the path stands, or the nearest part of it that does. */
  lineOf(path: Path): number
}

/** Digits that survive a double. */
const EXACT_DIGITS_MAX = 15

/** What a decoder puts for bytes that are no UTF-8. */
const UNREADABLE = '\uFFFD'

export function readYaml(text: string): YamlSource {
  const [whole = '', ...more] = text.split(UNREADABLE)
  // A name with it is none that stands in a file, whose column would be missing without a word.
  if (more.length > 0) {
    const message = 'a character here is not UTF-8: save the file as UTF-8'
    return { value: undefined, faults: [{ line: whole.split('\n').length, message }], lineOf: () => 1 }
  }
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const lineAt = (offset: number): number => Math.max(1, lines.linePos(offset).line)
  const faults = [...document.errors, ...document.warnings].map(({ code, pos, message }) => ({
    line: lineAt(pos[0]),
    message:
      code === 'MULTIPLE_DOCS'
        ? 'a second document begins behind ---: a file holds one dataset. Put the other into a file of its own'
        : `the YAML cannot be read: ${message}`,
  }))
  for (const { range, source } of aliases(document))
    faults.push({
      line: lineAt(range?.[0] ?? 0),
      message: `*${source} is an alias to YAML, and aliases are not read: put a text that begins with * in quotes`,
    })
  if (faults.length > 0) return { value: undefined, faults, lineOf: () => 1 }
  keepNames(document)
  return {
    value: document.toJS({ mapAsMap: true }),
    faults: inexactNumbers(document).map(({ range, source }) => ({
      line: lineAt(range?.[0] ?? 0),
      message: `the number ${source} has more than ${EXACT_DIGITS_MAX} digits, which YAML would round: write it in quotes`,
    })),
    lineOf: (path) => lineAt(offsetOf(document.contents, path)),
  }
}

/** Names of members are text: a column called 01 is not called 1. */
function keepNames(document: Document): void {
  visit(document, {
    Pair(_key, { key }) {
      if (isScalar(key) && typeof key.value !== 'string') key.value = key.source ?? String(key.value)
    },
  })
}

/** Refused, since a pattern such as **\/*.csv without quotes is one, and nested ones can grow without bound. */
function aliases(document: Document): Alias[] {
  const found: Alias[] = []
  visit(document, {
    Alias(_key, alias) {
      found.push(alias)
    },
  })
  return found
}

function inexactNumbers(document: Document): Scalar[] {
  const found: Scalar[] = []
  visit(document, {
    Scalar(_key, scalar) {
      const digits =
        typeof scalar.value === 'number'
          ? scalar.source?.replace(/[eE].*|\D/g, '').replace(/^0+/, '')
          : undefined
      if (digits && digits.length > EXACT_DIGITS_MAX) found.push(scalar)
    },
  })
  return found
}

function offsetOf(contents: unknown, path: Path): number {
  let node: unknown = contents
  let offset = 0
  for (const step of path) {
    const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && key.value === step) : undefined
    if (!isPair(pair) || !isScalar(pair.key)) break
    offset = pair.key.range?.[0] ?? offset
    node = pair.value
  }
  return offset
}
