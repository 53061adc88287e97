/** What the runtime sends to an environment. */
export interface InvokeMessage {
  readonly requestId: string
  /** JSON text. */
  readonly payload: string
  /** Milliseconds since 1970. */
  readonly deadline: number
  readonly invokedFunctionArn: string
}

/** What an environment sends back. */
export type EnvironmentMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'unusable'; readonly error: FunctionError }
  /** `payload` is JSON text. */
  | { readonly kind: 'answered'; readonly payload: string; readonly memoryMegabytes: number }
  | { readonly kind: 'failed'; readonly error: FunctionError; readonly memoryMegabytes: number }

/** As Lambda tells an error to the one who invoked. */
export interface FunctionError {
  readonly errorType: string
  readonly errorMessage: string
  readonly trace?: readonly string[]
}

/** A line on stdout and on stderr after each invocation: everything before it belongs to that one. */
export function endMark(requestId: string): string {
  return `\u0000end ${requestId}\u0000`
}
