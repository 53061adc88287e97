import { ApiError } from '../protocol/api-error.ts'
import { denial } from './denial.ts'
import { type Asking, type Evaluator, nameOf } from './evaluator.ts'
import type { Use } from './policy/decide.ts'

/** What happens to a call that no policy allows: it is refused, it is only told, or nobody looks. */
export type IamMode = 'enforce' | 'warn' | 'off'

/** Throws the `ApiError` with which an API refuses a call, where all that it takes is not allowed. */
export type Check = (principal: Asking, api: string, uses: readonly Use[]) => void

export function createCheck(mode: IamMode, evaluator: Pick<Evaluator, 'decide'>): Check {
  if (mode === 'off') return () => undefined
  return (principal, api, uses) => {
    for (const use of uses) {
      const decision = evaluator.decide(principal, use)
      if (decision.kind === 'allowed' || mode === 'warn') continue
      const isService = principal.kind === 'service'
      throw denial(api, isService ? nameOf(principal) : principal.arn, use, decision, isService)
    }
  }
}

// In the words of the APIs that do not speak the JSON protocols.
const OLDER_APIS = new Set(['cloudformation', 's3', 'sns', 'sqs', 'sts'])

/** The answer to keys whose task or function has ended. */
export function expired(api: string): ApiError {
  const message = 'The security token included in the request is expired: its task or function has ended'
  return OLDER_APIS.has(api)
    ? new ApiError('ExpiredToken', message, 403)
    : new ApiError('ExpiredTokenException', message)
}
