import type { EncodedRow } from '../row/encoded-row.ts'
import { BATCH_ROWS_MAX, SLOT_BYTES } from './limits.ts'
import type { RequestFormat } from './request-format.ts'

const COMMA = 0x2c

/** The body of one request as it grows, and what is known of its rows. A comma stands behind every fragment. */
export interface RequestSlot {
  readonly buffer: Buffer
  /** What it counts for in memory; 0 where it is one of the pool's. */
  readonly charge: number
  rows: number
  end: number
  /** Of each row: hash of the key, number of the record, where its fragment begins, and where its key's two texts are. */
  readonly hashes: Int32Array
  readonly records: Float64Array
  readonly starts: Int32Array
  readonly keys: Int32Array
}

/** Of the pool's size, or larger for fragments of more bytes. `copies` is how often such a buffer counts in memory. */
export function makeSlot(format: RequestFormat, fragmentBytes = 0, copies = 1): RequestSlot {
  const needed = fragmentBytes + bytesBesideRow(format)
  const isLarge = needed > SLOT_BYTES
  // Not of Buffer's shared pool: what is in flight shares its memory with nothing.
  const buffer = Buffer.allocUnsafeSlow(isLarge ? needed : SLOT_BYTES)
  format.opening.copy(buffer)
  return {
    buffer,
    charge: isLarge ? needed * copies : 0,
    rows: 0,
    end: format.opening.length,
    hashes: new Int32Array(BATCH_ROWS_MAX),
    records: new Float64Array(BATCH_ROWS_MAX),
    starts: new Int32Array(BATCH_ROWS_MAX),
    keys: new Int32Array(BATCH_ROWS_MAX * 4),
  }
}

/** Emptied, for requests of this format, which may be another one than before. */
export function reuseSlot(slot: RequestSlot, { opening }: RequestFormat): RequestSlot {
  opening.copy(slot.buffer)
  slot.rows = 0
  slot.end = opening.length
  return slot
}

export function isLarge(slot: RequestSlot): boolean {
  return slot.charge > 0
}

export function fits(slot: RequestSlot, format: RequestFormat, row: EncodedRow): boolean {
  return (
    slot.rows < format.rowsMax &&
    slot.end + format.fragmentBytesMax(row) + 1 + format.closing.length <= slot.buffer.length
  )
}

export function appendRow(slot: RequestSlot, format: RequestFormat, row: EncodedRow): void {
  const place = slot.rows
  const start = slot.end
  const shift = start + format.itemOffset - row.start
  slot.hashes[place] = row.keyHash
  slot.records[place] = row.record
  slot.starts[place] = start
  slot.keys[place * 4] = row.partitionStart + shift
  slot.keys[place * 4 + 1] = row.partitionEnd + shift
  // Both are the same where there is no sort key, and only their difference counts then.
  slot.keys[place * 4 + 2] = row.sortStart + shift
  slot.keys[place * 4 + 3] = row.sortEnd + shift
  const end = format.writeFragment(row, slot.buffer, start)
  slot.buffer[end] = COMMA
  slot.end = end + 1
  slot.rows = place + 1
}

/** The place of the row with this row's key; -1 where there is none, -2 where another key has the same hash. */
export function findRow(slot: RequestSlot, row: EncodedRow): number {
  for (let place = 0; place < slot.rows; place++)
    if (slot.hashes[place] === row.keyHash) return hasKeyOf(slot, place, row) ? place : -2
  return -1
}

export function removeRow(slot: RequestSlot, place: number): void {
  const start = slot.starts[place] as number
  const next = place + 1 < slot.rows ? (slot.starts[place + 1] as number) : slot.end
  const length = next - start
  slot.buffer.copyWithin(start, next, slot.end)
  slot.hashes.copyWithin(place, place + 1, slot.rows)
  slot.records.copyWithin(place, place + 1, slot.rows)
  slot.starts.copyWithin(place, place + 1, slot.rows)
  slot.keys.copyWithin(place * 4, place * 4 + 4, slot.rows * 4)
  slot.rows--
  slot.end -= length
  for (let moved = place; moved < slot.rows; moved++) {
    slot.starts[moved] = (slot.starts[moved] as number) - length
    for (let edge = moved * 4; edge < moved * 4 + 4; edge++)
      slot.keys[edge] = (slot.keys[edge] as number) - length
  }
}

/** A fragment that was written before. */
export function appendFragment(slot: RequestSlot, fragment: Buffer): void {
  fragment.copy(slot.buffer, slot.end)
  slot.end += fragment.length
  slot.buffer[slot.end++] = COMMA
}

/** A view of the row's fragment, without the comma. */
export function fragmentOf(slot: RequestSlot, place: number): Buffer {
  const end = place + 1 < slot.rows ? (slot.starts[place + 1] as number) : slot.end
  return slot.buffer.subarray(slot.starts[place] as number, end - 1)
}

/** The whole body. Nothing can be appended afterwards. */
export function closeBody(slot: RequestSlot, format: RequestFormat): Buffer {
  const end = slot.end - 1
  format.closing.copy(slot.buffer, end)
  return slot.buffer.subarray(0, end + format.closing.length)
}

export function bytesBesideRow(format: RequestFormat): number {
  return format.opening.length + 1 + format.closing.length
}

function hasKeyOf(slot: RequestSlot, place: number, row: EncodedRow): boolean {
  const { bytes, partitionStart, partitionEnd, sortStart, sortEnd } = row
  return (
    isSame(slot, place * 4, bytes, partitionStart, partitionEnd) &&
    isSame(slot, place * 4 + 2, bytes, sortStart, sortEnd)
  )
}

function isSame(slot: RequestSlot, edge: number, bytes: Buffer, from: number, to: number): boolean {
  const start = slot.keys[edge] as number
  const end = slot.keys[edge + 1] as number
  if (end - start !== to - from) return false
  return to === from || bytes.compare(slot.buffer, start, end, from, to) === 0
}
