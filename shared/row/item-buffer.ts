/** The item in the making, and the text that it is made from. There is one for all rows of a file. */
export interface ItemBuffer {
  /** The text that the record's cells stand in; the same bytes as words. */
  from: Uint8Array
  fromWords: DataView
  readonly out: Buffer
  readonly outWords: DataView
  /** Where in `out` the text of each column's value stands; both 0 where it has none. */
  readonly starts: Int32Array
  readonly ends: Int32Array
  /** For each date and timestamp its seconds since 1970 and its nanoseconds. */
  readonly moments: Float64Array
  /** The byte that stands twice in a cell of the kind CELL_ESCAPED, or -1. */
  readonly quote: number
}

export function createItemBuffer(options: {
  readonly bytes: number
  readonly columnCount: number
  readonly quote: number
}): ItemBuffer {
  const none = new Uint8Array(0)
  const out = Buffer.alloc(options.bytes + WORD_BYTES)
  return {
    from: none,
    fromWords: wordsOf(none),
    out,
    outWords: wordsOf(out),
    starts: new Int32Array(options.columnCount),
    ends: new Int32Array(options.columnCount),
    moments: new Float64Array(options.columnCount * 2),
    quote: options.quote,
  }
}

export function setText(item: ItemBuffer, from: Uint8Array): void {
  if (item.from === from) return
  item.from = from
  item.fromWords = wordsOf(from)
}

/** Text is copied by words: up to seven bytes behind its end are written too. */
export const WORD_BYTES = 8

function wordsOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength)
}
