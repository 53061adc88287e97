/** One record, without its line end. DynamoDB takes items of 400 KB, so a longer one is damage or not ours. */
export const RECORD_BYTES_MAX = 1024 * 1024
/** Cells of a record. */
export const COLUMNS_MAX = 1000
/**
 * Lists and objects inside one another in one value. Of DynamoDB's 32 levels of nesting ("Constraints") the innermost value
 * is one: it takes a text in 31 maps, and refuses one in 32 with all its neighbours.
 */
export const JSON_DEPTH_MAX = 31
/** Characters of a value that a reject keeps. */
export const REJECT_VALUE_CHARACTERS_MAX = 256
/** What a packed file may unpack to: so many bytes for one, once it is past the free ones, and so many in all. */
export const UNPACKED_RATIO_MAX = 200
export const UNPACKED_FREE_BYTES = 64 * 1024 * 1024
export const UNPACKED_BYTES_MAX = 1024 ** 4
