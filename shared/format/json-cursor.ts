import { StevedoreError } from '../platform/error.ts'
import { cutElement } from './cut-element.ts'
import { CLOSE_LIST, COMMA, passBlanks } from './json-bytes.ts'
import { createJsonOutline } from './json-outline.ts'
import { readJsonToken } from './read-json-token.ts'
import type { RecordCursor, RecordView, TextPosition } from './record-cursor.ts'
import { keepHead } from './record-view.ts'
import { createElementSkipper } from './skip-element.ts'
import type { TextWindow } from './text-window.ts'

type Step = 'record' | 'short' | 'on' | 'end'

/**
 * The elements of one array of a JSON document, one by one. What is around the array is checked as it comes: rows from
 * before a fault behind the array are read by then.
 */
export function createJsonCursor(
  path: readonly string[],
  window: TextWindow,
  view: RecordView,
  from: TextPosition,
): Pick<RecordCursor, 'next' | 'position'> {
  const mark = { byteOffset: from.byteOffset, line: from.line, records: from.records }
  let json = from.json
  let outline = createJsonOutline(path, false)
  let step: () => Step = json ? afterElement : outside

  function next(): 'record' | 'more' | 'end' {
    while (!window.waiting) {
      const found = step()
      if (found === 'record') return taken()
      if (found === 'end') return 'end'
      if (found === 'short') window.grow()
    }
    return 'more'
  }

  function taken(): 'record' {
    step = afterElement
    json ??= { depth: path.length + 1 }
    mark.byteOffset = window.offset + window.at
    mark.line = window.line
    mark.records += 1
    view.record = mark.records
    return 'record'
  }

  /** Before the array, and behind it. */
  function outside(): Step {
    const token = readJsonToken(window)
    if (token === 'short') return 'short'
    if (token === 'none') {
      outline.end()
      return 'end'
    }
    if (outline.take(token)) step = firstElement
    return 'on'
  }

  function firstElement(): Step {
    if (!passBlanks(window)) return short()
    if (window.buffer[window.at] === CLOSE_LIST) return closeArray()
    step = element
    return 'on'
  }

  function afterElement(): Step {
    if (!passBlanks(window)) return short()
    const byte = window.buffer[window.at]
    if (byte === CLOSE_LIST) return closeArray()
    if (byte !== COMMA) throw misplaced('a comma or the end of the array')
    window.at += 1
    step = element
    return element()
  }

  function element(): Step {
    if (!passBlanks(window)) return short()
    const found = cutElement(window, view)
    if (found === 'record') return found
    if (found === 'short') return short()
    if (found === 'none') throw misplaced('an element')
    keepHead(view)
    const isPassed = createElementSkipper(window)
    step = () => (isPassed() ? 'record' : short())
    return 'on'
  }

  function closeArray(): Step {
    window.at += 1
    outline = createJsonOutline(path, true)
    step = outside
    return 'on'
  }

  function short(): 'short' {
    if (!window.ended) return 'short'
    throw new StevedoreError(
      'file.format',
      `The JSON ends at line ${window.line} inside its array, behind record ${mark.records}: the file is cut off. Upload it again, whole`,
    )
  }

  function misplaced(what: string): StevedoreError {
    const { buffer, at, line, offset } = window
    const byte = JSON.stringify(String.fromCharCode(buffer[at] as number))
    return new StevedoreError(
      'file.format',
      `The JSON cannot be read at line ${line}, byte ${offset + at}: ${what} is expected, and ${byte} stands there. Correct the file and upload it again`,
    )
  }

  return {
    next,
    position() {
      return json ? { ...mark, json } : { ...mark }
    },
  }
}
