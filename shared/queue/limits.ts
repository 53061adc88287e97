/**
 * How long a receive waits for messages. SQS lets it wait 20 s; but a poll is never broken off, so a worker that is
 * stopped idle ends when its poll does. At 5 s an idle task makes half a million receives a month, about 0.20 USD.
 */
export const WAIT_SECONDS = 5
/** The most messages that SQS gives or deletes in one call. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html */
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
export const OBJECTS_AT_ONCE = 10
/** A load holds no more of its object than this, however large it is: five ranges of 2 MiB. */
export const OBJECT_BYTES_MAX = 10 * 1024 * 1024
/** How many bytes of objects a worker holds at once: large ones in twos, for more of them would only wait for the core. */
export const BYTES_AT_ONCE = 2 * OBJECT_BYTES_MAX
/** A call for one message costs as much as one for ten: so long receives and deletions wait for more to ask for. */
export const GATHER_MS = 200
/** The wait after a receive that failed: doubled each time up to the maximum, and shorter by chance. */
export const RECEIVE_BACKOFF_MS = 1_000
export const RECEIVE_BACKOFF_MS_MAX = 30_000

/** For how long a busy task is protected from scale-in. ECS takes 1 to 2,880 minutes. */
export const PROTECTION_MINUTES = 15
/** A worker that was busy for so long receives no more until it was idle: what it has in hand ends while it is protected. */
export const BUSY_MS_MAX = (PROTECTION_MINUTES - 1) * 60_000
/** Then it stays without protection and work for so long, so that a deployment which waits for it gets its turn. */
export const UNPROTECTED_MS = 10_000
/** A pause between two messages is not idleness yet. */
export const IDLE_AFTER_MS = 2_000
export const PROTECTION_TRIES_MAX = 3
/** The wait after the first try: doubled each time, and shorter by chance. */
export const PROTECTION_BACKOFF_MS = 200
