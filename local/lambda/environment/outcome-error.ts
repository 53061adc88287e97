import type { Exit, Outcome } from './function-process.ts'
import type { FunctionError } from './messages.ts'

/** What Lambda tells the one who invoked of an outcome; `undefined` where the function answered. */
export function outcomeError(requestId: string, outcome: Outcome): FunctionError | undefined {
  switch (outcome.kind) {
    case 'ready':
    case 'answered':
      return undefined
    case 'unusable':
    case 'failed':
      return outcome.error
    case 'timeout':
      return {
        errorType: 'Sandbox.Timedout',
        errorMessage: `RequestId: ${requestId} Error: Task timed out after ${outcome.seconds.toFixed(2)} seconds`,
      }
    case 'exit':
      return {
        errorType: outcome.heapExhausted ? 'Runtime.OutOfMemory' : 'Runtime.ExitError',
        errorMessage: `RequestId: ${requestId} Error: ${exitText(outcome)}`,
      }
  }
}

function exitText({ code, signal, heapExhausted }: Exit): string {
  if (heapExhausted) return 'Runtime exited with error: signal: killed'
  if (signal) return `Runtime exited with error: signal: ${signal}`
  if (code === 0) return 'Runtime exited without providing a reason'
  return code === null ? 'Runtime could not be started' : `Runtime exited with error: exit status ${code}`
}
