/** The file as a whole is refused; the message is the error's code. */
export class Refused extends Error {}

/** What one record comes to, as the oracle sees it: its fields, or why it has none. */
export interface OracleRecord {
  readonly line: number
  readonly byteOffset: number
  readonly fields: ReadonlyMap<string, OracleField> | string
}

/** Text, or a value of JSON. */
export type OracleField = string | boolean | null | OracleNumber | OracleField[] | Map<string, OracleField>

interface OracleNumber {
  readonly number: string
}
