import { ApiError } from '../../protocol/api-error.ts'

export function mathError(expression: string, why: string): ApiError {
  return new ApiError('ValidationError', `Error in expression '${expression}': ${why}`)
}
