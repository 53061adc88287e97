import type { IncomingMessage } from 'node:http'

/** Whoever sent a request, where that is not the account's administrator. */
export interface Caller {
  readonly arn: string
  /** Throws an `ApiError` where the caller may not call this action of the API with this input. */
  may(action: string, input: unknown): void
}

const callers = new WeakMap<IncomingMessage, Caller>()

export function setCaller(request: IncomingMessage, caller: Caller): void {
  callers.set(request, caller)
}

export function callerOf(request: IncomingMessage): Caller | undefined {
  return callers.get(request)
}

/** To be called by each protocol before an action runs: throws the `ApiError` that is the answer to who may not. */
export function authorize(request: IncomingMessage, action: string, input: unknown): void {
  callers.get(request)?.may(action, input)
}
