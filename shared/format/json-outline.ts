import { StevedoreError } from '../platform/error.ts'
import { excerpt } from './excerpt.ts'
import { JSON_DEPTH_MAX } from './limits.ts'
import type { JsonToken } from './read-json-token.ts'

type Expected = 'a value' | 'a value or ]' | 'a name' | 'a name or }' | ':' | 'a comma or the end' | 'no more'

/** The document around the array of records: where the array is, and that all else is JSON. */
export interface JsonOutline {
  /** Takes the next token outside of the array; true for the bracket that opens the array. Throws `file.format`. */
  take(token: JsonToken): boolean
  /** The text ends. Throws where it may not. */
  end(): void
}

/**
 * `path` names the members that lead to the array, outermost first; `isBehind` tells that the array has been read. A
 * name of the path that comes again behind the array refuses the file: JSON means the last one, and it is too late then.
 */
export function createJsonOutline(path: readonly string[], isBehind: boolean): JsonOutline {
  const place = path.length > 0 ? `\`${path.join('.')}\`` : 'the document itself'
  /** Closing brackets of what is open. The first `onPath` of them are objects that lead to the array. */
  const open: string[] = isBehind ? path.map(() => '}') : []
  let onPath = open.length
  let isNamed = !isBehind
  let expected: Expected = isBehind ? afterValue() : 'a value'

  function take(token: JsonToken): boolean {
    const { text } = token
    if (expected === 'a name' || (expected === 'a name or }' && text !== '}')) takeName(token)
    else if (expected === ':') takeMark(token, ':', 'a value')
    else if (expected === 'a value' || (expected === 'a value or ]' && text !== ']')) return takeValue(token)
    else if (text === ',' && expected === 'a comma or the end')
      expected = open.at(-1) === '}' ? 'a name' : 'a value'
    else close(token)
    return false
  }

  function takeName(token: JsonToken): void {
    if (!token.text.startsWith('"')) throw unexpected(token)
    isNamed = open.length === onPath && parsed(token) === path[onPath - 1]
    if (isNamed && isBehind)
      throw fault(
        token,
        (shown) => `the name ${shown} comes again there, behind the array. Leave one of the two out`,
      )
    expected = ':'
  }

  function takeMark(token: JsonToken, mark: string, next: Expected): void {
    if (token.text !== mark) throw unexpected(token)
    expected = next
  }

  function takeValue(token: JsonToken): boolean {
    const { text } = token
    if (isNamed) {
      const opening = onPath === path.length ? '[' : '{'
      if (text !== opening)
        throw fault(
          token,
          (shown) => `the array is expected at ${place}, and ${shown} stands there, not ${opening}`,
        )
      if (opening === '[') return true
      onPath += 1
    }
    isNamed = false
    if (text === '{' || text === '[') enter(token)
    else {
      parsed(token)
      expected = afterValue()
    }
    return false
  }

  function enter(token: JsonToken): void {
    open.push(token.text === '{' ? '}' : ']')
    expected = token.text === '{' ? 'a name or }' : 'a value or ]'
    if (open.length > JSON_DEPTH_MAX + path.length)
      throw fault(token, () => `outside of the array it nests deeper than ${JSON_DEPTH_MAX} levels`)
  }

  function close(token: JsonToken): void {
    if (token.text !== open.at(-1)) throw unexpected(token)
    if (!isBehind && open.length === onPath) throw fault(token, () => `there is no ${place} up to there`)
    open.pop()
    onPath = Math.min(onPath, open.length)
    expected = afterValue()
  }

  function afterValue(): Expected {
    return open.length > 0 ? 'a comma or the end' : 'no more'
  }

  function end(): void {
    if (open.length > 0 || !isBehind)
      throw new StevedoreError(
        'file.format',
        `The JSON ends before its array at ${place} does, or what is around it: the file is cut off. Upload it again, whole`,
      )
  }

  function unexpected(token: JsonToken): StevedoreError {
    return fault(token, (shown) => `${expected} is expected, and ${shown} stands there`)
  }

  return { take, end }
}

/** Of a string, number, `true`, `false` or `null`. */
function parsed(token: JsonToken): unknown {
  try {
    return JSON.parse(token.text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw fault(token, (shown) => `${shown} is no value of JSON`)
  }
}

function fault({ line, byteOffset, text }: JsonToken, reason: (shown: string) => string): StevedoreError {
  const message = (shown: string) =>
    `The JSON cannot be read at line ${line}, byte ${byteOffset}: ${reason(shown)}. Correct the file, or the place of the array in the dataset`
  const logged = message(`what the ledger tells (${text.length} characters)`)
  return new StevedoreError('file.format', message(excerpt(text)), { logged })
}
