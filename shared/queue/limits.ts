/** The longest that SQS lets a receive wait. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html */
export const WAIT_SECONDS = 20
/** The most messages that SQS gives or deletes in one call. */
export const BATCH_MAX = 10
/** What a dead worker held is delivered again after this. */
export const VISIBILITY_SECONDS = 60
/** Two renewals may be lost before a message is delivered again. */
export const RENEW_EVERY_MS = (VISIBILITY_SECONDS / 3) * 1000
/** SQS hides a message no longer than 12 hours after it was received, however often that is renewed. */
export const HIDDEN_SECONDS_MAX = 12 * 60 * 60
/** Work that comes so close to that bound is handed back, and goes on under a new delivery. */
export const HAND_BACK_BEFORE_SECONDS = 10 * 60
/** A message may have killed its worker: from this delivery on it is worked alone, so that it takes no neighbours with it. */
export const ALONE_FROM_RECEIVE = 3
/** How many messages a worker works at once. */
export const OBJECTS_AT_ONCE = 4
/** The wait after a receive that failed: doubled each time up to the maximum, and shorter by chance. */
export const RECEIVE_BACKOFF_MS = 1_000
export const RECEIVE_BACKOFF_MS_MAX = 30_000
