import type { InvocationResult } from '../environment/environment.ts'
import type { LocalFunction } from '../functions.ts'

/** What Lambda sends to a destination: docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
export function destinationRecord(about: {
  target: LocalFunction
  event: { readonly requestId: string; readonly payload: string }
  result: InvocationResult
  /** `Success`, `RetriesExhausted` or `EventAgeExceeded`. */
  condition: string
  attempts: number
  /** Milliseconds since 1970. */
  now: number
}) {
  return {
    version: '1.0',
    timestamp: new Date(about.now).toISOString(),
    requestContext: {
      requestId: about.event.requestId,
      functionArn: `${about.target.settings.arn}:$LATEST`,
      condition: about.condition,
      approximateInvokeCount: about.attempts,
    },
    requestPayload: JSON.parse(about.event.payload) as unknown,
    responseContext: {
      statusCode: 200,
      executedVersion: '$LATEST',
      ...(about.result.error ? { functionError: 'Unhandled' } : {}),
    },
    responsePayload: JSON.parse(about.result.payload) as unknown,
  }
}
