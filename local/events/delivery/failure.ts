import { ApiError } from '../../protocol/api-error.ts'

/** How EventBridge reads an error of a target. `code` is one of those it writes into a dead letter. */
export interface Failure {
  readonly code: string
  readonly message: string
  /** Whether another try can help. */
  readonly retry: boolean
}

// Words in the error codes of AWS's APIs, and what EventBridge calls them in ERROR_CODE.
const CODES: readonly (readonly [RegExp, string])[] = [
  [/^INVALID_JSON$/, 'INVALID_JSON'],
  [/Throttl|TooManyRequests|RequestLimitExceeded|SlowDown/, 'THROTTLING'],
  [/AccessDenied|NotAuthorized|AuthorizationError/, 'NO_PERMISSIONS'],
  [/NotFound|NonExistent|DoesNotExist|NoSuch/, 'NO_RESOURCE'],
  [/Timeout/, 'TIMEOUT'],
  [/LimitExceeded/, 'RESOURCE_LIMIT_EXCEEDED'],
  [/Invalid|INVALID|Validation|ClientException|Malformed/, 'INVALID_PARAMETER'],
]

/** 5xx and throttling are tried again; every other answer of the target is final. What is no answer is tried again. */
export function readFailure(error: unknown): Failure {
  if (!(error instanceof ApiError)) {
    return {
      code: 'INTERNAL_ERROR',
      message: error instanceof Error ? error.message : String(error),
      retry: true,
    }
  }
  const [, named] = CODES.find(([words]) => words.test(error.code)) ?? []
  const code = error.status === 429 ? 'THROTTLING' : (named ?? 'ERROR_FROM_TARGET')
  return {
    code,
    message: `${error.code}: ${error.message}`,
    retry: code === 'THROTTLING' || error.status >= 500,
  }
}
