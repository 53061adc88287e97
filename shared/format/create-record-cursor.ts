import type { Dataset } from '../dataset/dataset.ts'
import { createDelimitedCursor } from './delimited-cursor.ts'
import { createJsonCursor } from './json-cursor.ts'
import { createNdjsonCursor } from './ndjson-cursor.ts'
import type { RecordCursor, RecordView, TextPosition } from './record-cursor.ts'
import { createRecordView } from './record-view.ts'
import { createTextWindow, type TextWindow } from './text-window.ts'

const BYTE_ORDER_MARK = Buffer.from('\uFEFF')
const BEGINNING: TextPosition = { byteOffset: 0, line: 1, records: 0 }

/** A cursor over the text of one file, or over the rest of it from a position that another cursor told. */
export function createRecordCursor({
  dataset,
  from = BEGINNING,
}: {
  readonly dataset: Dataset
  readonly from?: TextPosition | undefined
}): RecordCursor {
  const window = createTextWindow(from.byteOffset, from.line)
  const view = createRecordView()
  const records = createCursor(dataset, window, view, from)
  /** The first bytes of the text, until they are enough to tell whether they are a byte order mark. */
  let head: Buffer | undefined = from.byteOffset === 0 ? Buffer.alloc(0) : undefined

  function pushHead(text: Buffer): void {
    head = undefined
    const marked = text.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK)
    if (marked) window.offset = BYTE_ORDER_MARK.length
    window.push(marked ? text.subarray(BYTE_ORDER_MARK.length) : text)
  }

  return {
    view,
    get cellMap() {
      return records.cellMap
    },
    push(text) {
      if (!head) return window.push(text)
      const begun = head.length > 0 ? Buffer.concat([head, text]) : text
      if (begun.length < BYTE_ORDER_MARK.length) head = begun
      else pushHead(begun)
    },
    end() {
      if (head) pushHead(head)
      window.end()
    },
    next: records.next,
    position: records.position,
  }
}

function createCursor(
  { format, columns }: Dataset,
  window: TextWindow,
  view: RecordView,
  from: TextPosition,
): Pick<RecordCursor, 'next' | 'position'> & { readonly cellMap?: RecordCursor['cellMap'] } {
  if (format.kind === 'delimited') return createDelimitedCursor(format, columns, window, view, from)
  if (format.kind === 'ndjson') return createNdjsonCursor(window, view, from)
  return createJsonCursor(format.path, window, view, from)
}
