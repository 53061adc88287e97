/** Of the run's lease in the ledger. One run at a time has it. */
export const RUN_LEASE = 'audit'
/** Each run reads again what was uploaded so long before the last one: clocks differ, and a long upload bears the time of its start. */
export const OVERLAP_MS = 48 * 3_600_000
/** So often everything is read, however old. */
export const FULL_EVERY_MS = 7 * 24 * 3_600_000
/** The bucket may take this part of a run's time; the rest is for loads. What is left of it comes in the next run. */
export const BUCKET_SHARE = 0.5
/** Prefixes listed at once. Each holds one page: memory does not grow with the bucket. */
export const PREFIXES_AT_ONCE = 4
/** Repairs at once: each is a few requests. */
export const REPAIRS_AT_ONCE = 16
/** Loads at once of datasets that wait for the hour, as in a task of the queue. */
export const LOADS_AT_ONCE = 4

/** An event may come so long after its upload and still stand behind older messages. */
export const EVENT_DELAY_MS = 60_000
/** A load that is queued may be on its way so long, though its queue is empty: a task takes its time to start. */
export const START_MS = 5 * 60_000
/** A load that is queued is sent again after this, though messages wait: its own may have been lost. */
export const SEND_AGAIN_MS = 6 * 3_600_000
/** A task whose lease ran out so long ago hangs: one that is well renews it or gives it up. */
export const HUNG_AFTER_MS = 60_000
/** A load that another worker holds is tried again until then: longer than a dead worker's lease and its grace. */
export const BUSY_PATIENCE_MS = 2 * 60_000
/** The least pause before a load is tried again. */
export const RETRY_PAUSE_MS = 2_000

/**
 * A report is made up so long after the end of what it tells of. The index of the ledger lags a second or so, and the
 * clock of a worker that ended a load may be some seconds behind: what came later would be in no report.
 */
export const REPORT_LAG_MS = 5_000

/** Repairs and problems that a report names. The others are counted. */
export const NAMED_MAX = 5_000
