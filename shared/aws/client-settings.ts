import { ROW_REQUEST_TIMEOUT_MS } from '../load/limits.ts'

const CONNECTION_TIMEOUT_MS = 2_000
/** Three tries of it fit into the lease, so that a renewal fails before the lease is over. */
const REQUEST_TIMEOUT_MS = 3_000
/** Answers of S3 with many bytes to wait for, as when a multipart upload is completed. */
const S3_REQUEST_TIMEOUT_MS = 30_000
/** More than a long poll waits. A body that hangs after its head arrived would otherwise be waited for without end. */
const SILENCE_TIMEOUT_MS = 30_000

/** For what may be repeated: queues, launches. Without `throwOnRequestTimeout` the SDK only warns. */
export const REPEATED_REQUESTS = {
  maxAttempts: 3,
  retryMode: 'standard',
  requestHandler: {
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    throwOnRequestTimeout: true,
    socketTimeout: SILENCE_TIMEOUT_MS,
  },
} as const

/**
 * For the ledger, whose silence must be over before a lease is. The pipeline of a kind of command is put together once,
 * and not for each: nothing may be added to that of a single command.
 */
export const LEDGER_REQUESTS = {
  ...REPEATED_REQUESTS,
  cacheMiddleware: true,
  requestHandler: { ...REPEATED_REQUESTS.requestHandler, socketTimeout: REQUEST_TIMEOUT_MS },
} as const

/** Of a client that sends its requests by connections of our own. Every load of a task may ask for something at once. */
export const LEDGER_CONNECTIONS = { connectionsMax: 32, timeoutMs: REQUEST_TIMEOUT_MS } as const

/** For objects that are read: their bodies stand still while the table is slow, and have an idle timeout of their own. */
export const S3_REQUESTS = {
  maxAttempts: 5,
  retryMode: 'standard',
  requestHandler: {
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: S3_REQUEST_TIMEOUT_MS,
    throwOnRequestTimeout: true,
  },
} as const

export const RESULT_REQUESTS = {
  ...S3_REQUESTS,
  requestHandler: { ...S3_REQUESTS.requestHandler, socketTimeout: S3_REQUEST_TIMEOUT_MS },
} as const

/** The SDK sends a row request once: a retry behind the lease's back could arrive after another took the key. */
export const ROW_REQUESTS = { maxAttempts: 1 } as const

/** Of the requests that this client sends itself, which are those that did not go well before. */
export const SLOW_LANE_CONNECTIONS = { connectionsMax: 64, timeoutMs: ROW_REQUEST_TIMEOUT_MS } as const
