import { ApiError } from '../../protocol/api-error.ts'

/** The error of a pattern that EventBridge would refuse. `path` is where in the pattern, outermost first. */
export function invalidPattern(reason: string, path: readonly string[] = []): ApiError {
  const place = path.length > 0 ? ` (at ${path.join('.')})` : ''
  return new ApiError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}${place}`)
}
