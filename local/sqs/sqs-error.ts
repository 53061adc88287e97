import { ApiError } from '../protocol/api-error.ts'

// SQS has two names for an error: the query protocol's code, which callers throw here, and the JSON protocol's type.
const TYPES: Readonly<Record<string, string>> = {
  'AWS.SimpleQueueService.NonExistentQueue': 'QueueDoesNotExist',
  QueueAlreadyExists: 'QueueNameExists',
}

/** The JSON protocol's name of an error, and the header by which SDKs find the older one. */
export function describeSqsError({ code, status }: ApiError): {
  type: string
  headers: Record<string, string>
} {
  return {
    type: TYPES[code] ?? code.split('.').at(-1) ?? code,
    headers: { 'x-amzn-query-error': `${code};${status < 500 ? 'Sender' : 'Receiver'}` },
  }
}

export function noSuchQueue(name: string): ApiError {
  return new ApiError(
    'AWS.SimpleQueueService.NonExistentQueue',
    `The specified queue does not exist: ${name}. Is it in the template, and is the name whole?`,
  )
}

export function invalidParameter(name: string, value: unknown, reason: string): ApiError {
  return new ApiError(
    'InvalidParameterValue',
    `Value ${String(value)} for parameter ${name} is invalid. Reason: ${reason}`,
  )
}
