import type { Dataset } from '../dataset/dataset.ts'
import { DOUBT } from './cell-kind.ts'
import { writeDigits } from './copy-text.ts'
import { BEFORE_TEXT, BEHIND_TEXT } from './encode-item.ts'
import { encodeKey } from './encode-key.ts'
import type { EncodedRow } from './encoded-row.ts'
import { compileExpiry } from './expiry.ts'
import { copyFixed, fixedText } from './fixed-text.ts'
import type { ItemBuffer } from './item-buffer.ts'
import { itemBytesMax } from './item-limit.ts'
import { keyHash } from './key-hash.ts'
import { compileKeyPlans, keyPlanBytes } from './key-plan.ts'
import { nanosecondsText } from './moment.ts'

const OPENING_BRACE = 0x7b
const CLOSING_BRACE = 0x7d
const MINUS = 0x2d
const NUMBER_START = fixedText('{"N":"')
const NUMBER_END = fixedText('"}')
/** A moment of expiry, one in nanoseconds, and what stands around them. */
const NUMBERS_BYTES_MAX = 128

/** What follows the columns in an item, and what is told of the whole. */
export interface TailEncoder {
  /** Of all that it writes. */
  readonly bytesMax: number
  /**
   * Writes the key's own attributes and the moment of expiry behind the columns, which end at `at`, and fills the row.
   * False where only the exact rules can tell.
   */
  encode(item: ItemBuffer, at: number, record: number): boolean
}

export function createTailEncoder(options: {
  readonly dataset: Dataset
  readonly object: string
  readonly uploadedAt: string
  readonly seed: number
  readonly row: EncodedRow
}): TailEncoder {
  const { dataset, object, uploadedAt, seed, row } = options
  const { partition, sort } = compileKeyPlans(dataset, object)
  const expiry = compileExpiry(dataset, uploadedAt)
  const expiryColumn = expiry?.kind === 'column' ? indexOf(dataset, expiry.column) : -1
  const expiryPrefix = fixedText(expiry ? `,${JSON.stringify(expiry.attribute)}:{"N":"` : '')
  const expiryWhole = fixedText(
    expiry?.kind === 'fixed' ? `,${JSON.stringify(expiry.attribute)}:{"N":"${expiry.seconds}"}` : '',
  )
  const by = dataset.write.kind === 'newest' ? indexOf(dataset, dataset.write.by) : -1
  const byMoment = dataset.columns[by]?.type === 'timestamp'
  const bytesMax = itemBytesMax(dataset)
  const range = new Int32Array(2)

  function encodeKeys(item: ItemBuffer, record: number, at: number): number {
    let to = encodeKey(item, partition, record, at, range)
    row.partitionStart = range[0] as number
    row.partitionEnd = range[1] as number
    if (sort === null || to === DOUBT) return to
    to = encodeKey(item, sort, record, to, range)
    row.sortStart = range[0] as number
    row.sortEnd = range[1] as number
    return to
  }

  function encodeExpiry({ out, outWords, ends, moments }: ItemBuffer, at: number): number {
    if (expiryColumn < 0) return copyFixed(expiryWhole, outWords, at)
    if (ends[expiryColumn] === 0) return at
    const to = copyFixed(expiryPrefix, outWords, at)
    return copyFixed(NUMBER_END, outWords, writeWhole(moments[expiryColumn * 2] as number, out, to))
  }

  function noteBy({ out, outWords, starts, ends, moments }: ItemBuffer, itemEnd: number): void {
    if (by < 0) return
    if (!byMoment) {
      row.byStart = (starts[by] as number) - BEFORE_TEXT
      row.byEnd = (ends[by] as number) + BEHIND_TEXT
      return
    }
    const to = copyFixed(NUMBER_START, outWords, itemEnd)
    row.byStart = itemEnd
    row.byEnd = copyFixed(
      NUMBER_END,
      outWords,
      writeNanoseconds(moments[by * 2] as number, moments[by * 2 + 1] as number, out, to),
    )
  }

  return {
    bytesMax:
      keyPlanBytes(partition) +
      keyPlanBytes(sort) +
      expiryPrefix.length +
      expiryWhole.length +
      NUMBERS_BYTES_MAX,
    encode(item, at, record) {
      let to = encodeKeys(item, record, at)
      if (to === DOUBT) return false
      to = encodeExpiry(item, to)
      item.out[to] = CLOSING_BRACE
      to += 1
      // JSON is never shorter than the item is by DynamoDB's count.
      if (to > bytesMax) return false
      // Each attribute has a comma in front, and there is one at least: the key's.
      item.out[0] = OPENING_BRACE
      noteBy(item, to)
      row.bytes = item.out
      row.start = 0
      row.end = to
      row.record = record
      row.keyHash = keyHash(item.out, seed, row.partitionStart, row.partitionEnd, row.sortStart, row.sortEnd)
      return true
    },
  }
}

function indexOf({ columns }: Dataset, name: string): number {
  return columns.findIndex((column) => column.name === name)
}

function writeWhole(value: number, out: Uint8Array, at: number): number {
  if (value >= 0) return writeDigits(value, out, at)
  out[at] = MINUS
  return writeDigits(-value, out, at + 1)
}

/** Nine digits more than the seconds, which is more than a double holds. */
function writeNanoseconds(seconds: number, nanoseconds: number, out: Buffer, at: number): number {
  if (seconds <= 0) return at + out.write(nanosecondsText({ seconds, nanoseconds }), at)
  // A 1 in front of the fraction keeps its zeros; the last digit of the seconds is written over it.
  const fraction = writeDigits(seconds, out, at) - 1
  const lastDigit = out[fraction] as number
  const end = writeDigits(1_000_000_000 + nanoseconds, out, fraction)
  out[fraction] = lastDigit
  return end
}
