/** An answer of an AWS API that is an error. `code` is the one in that API's reference. */
export class ApiError extends Error {
  readonly code: string
  /** HTTP status, 400 unless the API says otherwise. */
  readonly status: number
  /** What the error says besides, in the JSON protocols. */
  readonly fields: Readonly<Record<string, unknown>>

  constructor(code: string, message: string, status = 400, fields: Readonly<Record<string, unknown>> = {}) {
    super(message)
    this.name = 'ApiError'
    this.code = code
    this.status = status
    this.fields = fields
  }
}
