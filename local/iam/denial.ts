import { ApiError } from '../protocol/api-error.ts'
import type { Decision, Use } from './policy/decide.ts'

type Refusal = Exclude<Decision, { kind: 'allowed' }>

// The code and the status with which each API refuses; the JSON protocols say AccessDeniedException, with 400.
const CODES: Readonly<Record<string, readonly [code: string, status: number]>> = {
  cloudformation: ['AccessDenied', 403],
  lambda: ['AccessDeniedException', 403],
  monitoring: ['AccessDenied', 403],
  s3: ['AccessDenied', 403],
  scheduler: ['AccessDeniedException', 403],
  sns: ['AuthorizationError', 403],
  sqs: ['AccessDenied', 403],
  sts: ['AccessDenied', 403],
}
const JSON_PROTOCOL = ['AccessDeniedException', 400] as const

/** The answer of an API that refuses a call, in AWS's words. `who` is an ARN, or a service. */
export function denial(api: string, who: string, use: Use, refusal: Refusal, isService: boolean): ApiError {
  const [code, status] = CODES[api] ?? JSON_PROTOCOL
  return new ApiError(code, `${denialText(who, use, isService)} ${reason(use, refusal, isService)}`, status)
}

/** The statement that would allow it, as it would stand in a policy. */
export function neededStatement({ action, resource }: Use): string {
  return JSON.stringify({ Effect: 'Allow', Action: action, Resource: resource })
}

function denialText(who: string, { action, resource }: Use, isService: boolean): string {
  return `${isService ? 'Service' : 'User'}: ${who} is not authorized to perform: ${action} on resource: ${resource}`
}

function reason({ action }: Use, refusal: Refusal, isService: boolean): string {
  if (refusal.kind === 'denied') {
    const kind = refusal.statement.principals ? 'a resource-based' : 'an identity-based'
    return `with an explicit deny in ${kind} policy: ${refusal.statement.place}`
  }
  return `because no ${isService ? 'resource' : 'identity'}-based policy allows the ${action} action`
}
