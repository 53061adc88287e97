import { randomUUID } from 'node:crypto'
import { ApiError } from '../../protocol/api-error.ts'
import type { InvocationResult } from '../environment/environment.ts'
import type { InvokedFunction } from '../functions.ts'
import { SYNCHRONOUS_PAYLOAD_BYTES_MAX } from '../limits.ts'

/**
 * Runs a function once. `payload` is JSON text. Never an error of the function's:
 * that is in the result. An `ApiError` where Lambda itself refuses.
 */
export async function invoke(
  { settings, pool, invokedArn }: InvokedFunction,
  payload: string,
  requestId: string = randomUUID(),
): Promise<InvocationResult> {
  checkPayload(payload, SYNCHRONOUS_PAYLOAD_BYTES_MAX)
  if (settings.environmentsMax === 0) {
    throw new ApiError('TooManyRequestsException', `${settings.name} has a reserved concurrency of 0.`, 429)
  }
  const result = await pool.invoke({
    requestId,
    payload,
    invokedFunctionArn: invokedArn,
  })
  return Buffer.byteLength(result.payload) > SYNCHRONOUS_PAYLOAD_BYTES_MAX ? tooLarge(result) : result
}

export function checkPayload(payload: string, bytesMax: number): void {
  const bytes = Buffer.byteLength(payload)
  if (bytes > bytesMax) {
    throw new ApiError(
      'RequestTooLargeException',
      `${bytes} byte payload is too large for the Invoke operation (limit ${bytesMax} bytes)`,
      413,
    )
  }
  try {
    JSON.parse(payload)
  } catch (error) {
    throw new ApiError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${(error as Error).message}`,
    )
  }
}

function tooLarge({ requestId, logTail }: InvocationResult): InvocationResult {
  const error = {
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size exceeded maximum allowed payload size (${SYNCHRONOUS_PAYLOAD_BYTES_MAX} bytes).`,
  }
  return { requestId, logTail, error, payload: JSON.stringify(error) }
}
