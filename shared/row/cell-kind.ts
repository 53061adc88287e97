/** What a member of a JSON object holds, beside the kinds of cells in record-cursor.ts. */
export const JSON_TEXT = 3
export const JSON_NUMBER = 4
export const JSON_TRUE = 5
export const JSON_FALSE = 6
/** A list or an object. */
export const JSON_NESTED = 7

/** The answer of a fast encoder that is not sure: ask the exact rules. */
export const DOUBT = -1
