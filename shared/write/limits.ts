/** BatchWriteItem takes no more items: API reference, BatchWriteItem. */
export const BATCH_ROWS_MAX = 25
/** A request's body. Twenty-five rows of 1.2 KB fit; a row that does not fit gets a buffer of its own. */
export const SLOT_BYTES = 32 * 1024
export const IN_FLIGHT_AT_FIRST = 8
export const IN_FLIGHT_MAX = 128
/** As many as one load at full speed uses, 4 MB: several loads at once rarely use more together. */
export const SPARE_SLOTS_MAX = IN_FLIGHT_MAX + 1

/** An item has at most 400 KB, and its JSON at most nine times that: an empty string in a list costs 1 byte, and is `{"S":""},`. */
const ROW_JSON_BYTES_MAX = 9 * 400 * 1024
/** All buffers of one writer together. A small task loads four files at once. */
export const WRITER_BYTES_MAX = 24 * 1024 * 1024
/** Each slot is there once as a buffer, and once more where its rows are copied out because they must be sent again. */
const SLOTS_BYTES_MAX = 2 * (IN_FLIGHT_MAX + 1) * SLOT_BYTES
/** Of rows outside the slots. With more the reading waits; one more row is taken before it does, and it may be in two buffers. */
export const ROWS_BYTES_ENOUGH = WRITER_BYTES_MAX - SLOTS_BYTES_MAX - 2 * ROW_JSON_BYTES_MAX
/** What a row that is kept costs beside its bytes: its object, its buffer's, and its places in lists. */
export const ROW_OVERHEAD_BYTES = 256

/** How long the rows that are sent again may make no progress before the load is handed back. */
export const PATIENCE_MS = 120_000
export const BACKOFF_FIRST_MS = 50
/** A hot key range needs longer to cool than a table takes to add room. */
export const BACKOFF_FIRST_KEY_RANGE_MS = 200
export const BACKOFF_MAX_MS = 5_000
/** Rows come due together at ticks: single ones that came back would otherwise make a request each. */
export const RETRY_TICK_MS = 25

/** Keys whose accepted records a writer remembers until a checkpoint; some 5 MB. */
export const WINDOW_KEYS_MAX = 50_000
/** Records that one key may have accepted before a checkpoint is asked for. */
export const WINDOW_RECORDS_OF_KEY_MAX = 16
