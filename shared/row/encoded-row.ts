/**
 * A row that passed every check, as the JSON that DynamoDB is sent. There is one for all rows of a file, valid until the
 * next call: whoever keeps a row copies its bytes.
 */
export interface EncodedRow {
  bytes: Buffer
  /** The item, from its `{` to behind its `}`: `{"iata":{"S":"00M"},"latitude":{"N":"31.95"}}`. */
  start: number
  end: number
  /** The text of the partition key's value within the item, without quotes. Equal bytes are equal keys, and only they. */
  partitionStart: number
  partitionEnd: number
  /** The same of the sort key; both 0 where the table has none. */
  sortStart: number
  sortEnd: number
  /** A seeded hash of the key's bytes, as a signed 32-bit integer. */
  keyHash: number
  /** Where `write` is `newest`: the value by which rows are compared, as JSON of DynamoDB's, `{"N":"7"}`, somewhere in `bytes`. Otherwise both 0. */
  byStart: number
  byEnd: number
  /** Counts data records from 1. */
  record: number
}

/** The attribute by which a conditional write knows its own row again, and the room that the item keeps for it. */
export const LOAD_MARK_ATTRIBUTE = '_load'
export const LOAD_MARK_BYTES_MAX = 1_536
