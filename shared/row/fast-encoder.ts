import { isUtf8 } from 'node:buffer'
import type { Dataset } from '../dataset/dataset.ts'
import type { CellMap, RecordView } from '../format/record-cursor.ts'
import { ASKED_BYTES_MAX, createCellAsker } from './ask-cell.ts'
import { DOUBT } from './cell-kind.ts'
import { compilePlan } from './column-plan.ts'
import { ESCAPED_BYTES_MAX } from './copy-text.ts'
import { encodeCell } from './encode-cell.ts'
import { createTailEncoder } from './encode-tail.ts'
import type { EncodedRow } from './encoded-row.ts'
import { copyFixed } from './fixed-text.ts'
import { createItemBuffer, setText } from './item-buffer.ts'
import { createJsonWalk } from './json-walk.ts'

/** Longer records go the exact way: so the room for the item has a bound. */
const FAST_RECORD_BYTES_MAX = 64 * 1024
const NUMBERS_PER_CELL = 3

/**
 * Encodes the records that are surely rows. It only ever says yes: what it is not sure about it leaves to the exact rules,
 * and writes the same bytes as they.
 */
export interface FastEncoder {
  /** Fills the row and answers true, or leaves the record to the exact way. */
  encode(view: RecordView, cellMap: CellMap | undefined): boolean
}

export function createFastEncoder(options: {
  readonly dataset: Dataset
  readonly object: string
  readonly uploadedAt: string
  readonly seed: number
  readonly row: EncodedRow
}): FastEncoder {
  const { dataset } = options
  const { columns, format } = dataset
  const plans = columns.map((column) => compilePlan(dataset, column))
  const asker = createCellAsker(dataset)
  const tail = createTailEncoder(options)
  const json = format.kind === 'delimited' ? undefined : createJsonWalk(columns.map(({ from }) => from))
  const widest = plans.reduce(
    (sum, { prefix, empty, no }) => sum + prefix.length + no.length + (empty?.length ?? 0),
    0,
  )
  const item = createItemBuffer({
    bytes: ESCAPED_BYTES_MAX * FAST_RECORD_BYTES_MAX + ASKED_BYTES_MAX + widest + tail.bytesMax,
    columnCount: columns.length,
    quote: format.kind === 'delimited' ? (format.quote?.charCodeAt(0) ?? -1) : -1,
  })
  let positions: Int32Array | undefined = json?.positions
  let cellCount = -1

  function encodeColumns(view: RecordView, cells: Int32Array, places: Int32Array): number {
    const { buffer } = view
    let at = 0
    for (let column = 0; column < plans.length; column += 1) {
      const plan = plans[column] as (typeof plans)[number]
      const place = places[column] as number
      const start = place < 0 ? 0 : (cells[place] as number)
      const end = place < 0 ? 0 : (cells[place + 1] as number)
      if (start === end) {
        if (plan.empty === null) return DOUBT
        item.starts[column] = 0
        item.ends[column] = 0
        at = copyFixed(plan.empty, item.outWords, at)
        continue
      }
      const kind = cells[place + 2] as number
      let to = encodeCell(item, plan, column, start, end, kind, at)
      if (to === DOUBT) to = asker.ask(item, column, buffer, start, end, kind, at)
      if (to === DOUBT) return DOUBT
      at = to
    }
    return at
  }

  return {
    encode(view, cellMap) {
      if (view.fault !== null || view.end - view.start > FAST_RECORD_BYTES_MAX) return false
      if (!view.ascii && !view.utf8 && !isUtf8(view.buffer.subarray(view.start, view.end))) return false
      if (positions === undefined && cellMap) {
        positions = placesOf(cellMap)
        cellCount = cellMap.cellCount
      }
      if (positions === undefined) return false
      setText(item, view.buffer)
      if (json) {
        if (!json.walk(view.buffer, item.fromWords, view.start, view.end)) return false
      } else if (view.cellCount !== cellCount) return false
      asker.begin()
      const at = encodeColumns(view, json ? json.cells : view.cells, positions)
      return at !== DOUBT && tail.encode(item, at, view.record)
    },
  }
}

function placesOf({ positions }: CellMap): Int32Array {
  return Int32Array.from(positions, (position) => (position < 0 ? -1 : position * NUMBERS_PER_CELL))
}
