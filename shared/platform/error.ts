/**
 * Every way in which a load, a launch or a worker can end other than well. The list is closed.
 * `data` is the file's or the dataset's fault and is settled as `rejected`; `later` passes by itself; `person` needs one.
 */
export const ERRORS = {
  'config.invalid': 'person', // the environment, or image and template disagree
  'event.invalid': 'person', // a message that is no S3 event
  'file.empty': 'data', // no header where one is needed
  'file.header': 'data', // the header row does not give the columns of the dataset
  'file.format': 'data', // not the format that the dataset says
  'file.encoding': 'data', // not UTF-8
  'file.too-large': 'data', // a record, a line or a value over its bound
  'rejects.over-limit': 'data', // more rejects than rejectLimit
  'rejects.too-many': 'data', // more bytes of rejects than a reject file is made of
  'object.access-denied': 'person', // S3 refuses the object
  'dependency.unavailable': 'later', // S3, DynamoDB, SQS or ECS do not answer, or throttle
  'dependency.denied': 'person', // a permission or a resource of ours is missing
  'clock.skewed': 'later', // this machine's clock is more than 3 s from DynamoDB's
  'lease.lost': 'later', // someone else holds the key now
  'attempts.too-soon': 'later', // the wait after fruitless attempts is not over
  'attempts.exhausted': 'person', // five fruitless attempts
  'launch.failed': 'person', // RunTask cannot succeed
  'launch.override-too-long': 'person', // over the 8,192 characters of a RunTask override
  'counts.mismatch': 'person', // read ≠ written + rejected + duplicate: a bug
} as const satisfies Record<string, 'data' | 'later' | 'person'>

export type ErrorCode = keyof typeof ERRORS

interface FaultOptions extends ErrorOptions {
  /** The message for the log, where the other one shows what stands in a file. */
  readonly logged?: string
}

/** A fault with its place in the list. `message` says what happened, why, the value, and the next step. */
export class StevedoreError extends Error {
  readonly code: ErrorCode
  readonly logged: string | undefined

  constructor(code: ErrorCode, message: string, { logged, ...options }: FaultOptions = {}) {
    super(message, options)
    this.name = 'StevedoreError'
    this.code = code
    this.logged = logged
  }
}
