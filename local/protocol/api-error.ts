/** An answer of an AWS API that is an error. `code` is the one in that API's reference. */
export class ApiError extends Error {
  readonly code: string
  /** HTTP status, 400 unless the API says otherwise. */
  readonly status: number

  constructor(code: string, message: string, status = 400) {
    super(message)
    this.name = 'ApiError'
    this.code = code
    this.status = status
  }
}
