import { ApiError } from '../protocol/api-error.ts'

/** An S3 error that carries headers of its own, such as `x-amz-delete-marker`. */
export class S3Error extends ApiError {
  readonly headers: Readonly<Record<string, string>>

  constructor(code: string, message: string, status: number, headers: Record<string, string> = {}) {
    super(code, message, status)
    this.name = 'S3Error'
    this.headers = headers
  }
}
