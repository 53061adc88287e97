import { StevedoreError } from '../platform/error.ts'

/** Names by which AWS's services say that they are at their limit. */
const THROTTLES = new Set([
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
  'LimitExceededException',
  'SlowDown',
  'RequestThrottled',
  'Throttling',
  // Of KMS, as SQS and SNS name it.
  'KmsThrottled',
  'KMSThrottlingException',
])

const DENIALS = new Set([
  'AccessDeniedException',
  'AccessDenied',
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'ResourceNotFoundException',
  'NoSuchBucket',
  'QueueDoesNotExist',
  // A key of KMS that SQS, and then SNS, may not use or cannot.
  'KmsAccessDenied',
  'KmsDisabled',
  'KmsInvalidState',
  'KmsNotFound',
  'KMSAccessDeniedException',
  'KMSDisabledException',
  'KMSInvalidStateException',
  'KMSNotFoundException',
  'PermanentRedirect',
  'AuthorizationHeaderMalformed',
])

/** Faults that pass, though their status says that the caller is at fault. */
const PASSING = new Set([
  'ExpiredTokenException',
  'ExpiredToken',
  'RequestExpired',
  'RequestTimeout',
  'RequestTimeTooSkewed',
  'TransactionConflictException',
  'TransactionInProgressException',
  'ReplicatedWriteConflictException',
])

const BAD_SIGNATURE = 'InvalidSignatureException'
/** Of a signature that is good but for the clock, which the SDK sets by the answer. docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html */
const CLOCK_IS_OFF = /^Signature (expired|not yet current)/

export type FaultKind = 'throttled' | 'denied' | 'unavailable' | 'other'

/** What kind of fault an SDK's error tells of. Without a status, or with one of success, no whole answer came. */
export function faultKind(error: unknown): FaultKind {
  const { name, message, $metadata } = error as Partial<Error> & { $metadata?: { httpStatusCode?: number } }
  const status = $metadata?.httpStatusCode
  if (name !== undefined && THROTTLES.has(name)) return 'throttled'
  if (name !== undefined && DENIALS.has(name)) return 'denied'
  if (name !== undefined && PASSING.has(name)) return 'unavailable'
  if (name === BAD_SIGNATURE) return CLOCK_IS_OFF.test(message ?? '') ? 'unavailable' : 'denied'
  if (status === 429) return 'throttled'
  if (status === 401 || status === 403) return 'denied'
  if (status !== undefined && status >= 300) return status >= 500 ? 'unavailable' : 'other'
  return status === undefined && isOurs(error) ? 'other' : 'unavailable'
}

/** Throws the error in our words. `doing` names the request and its object, for example `PutItem in table t`. */
export function throwExplained(error: unknown, doing: string): never {
  const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  const kind = faultKind(error)
  if (kind === 'denied') {
    throw new StevedoreError(
      'dependency.denied',
      `${doing} is refused: ${why}. Check the role's permissions, and that the resource is there and in this region`,
      { cause: error },
    )
  }
  if (kind === 'other') throw error
  throw new StevedoreError('dependency.unavailable', `${doing} failed for now: ${why}`, { cause: error })
}

/** A fault of our own code, which no SDK would throw for a lost connection. */
function isOurs(error: unknown): boolean {
  return (
    error instanceof StevedoreError ||
    error instanceof TypeError ||
    error instanceof RangeError ||
    error instanceof ReferenceError ||
    error instanceof SyntaxError
  )
}
