import type { LoadOutcome } from '../load/outcome.ts'
import { type ErrorCode, StevedoreError } from '../platform/error.ts'

/** What a task's exit code tells its launcher, the audit and the mail about its end. */
export const EXIT_CODES = {
  done: 0,
  /** Configuration, image and template disagree, or a permission is missing: a person is needed. */
  person: 64,
  /** The file is refused, and the ledger says so. */
  badData: 65,
  unavailable: 69,
  bug: 70,
  tryAgain: 75,
  /** Stopped by SIGTERM: 128 + 15. */
  handedBack: 143,
} as const

export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES]

export function exitCodeOf(outcome: LoadOutcome): ExitCode {
  switch (outcome.kind) {
    case 'settled':
      if (outcome.status === 'rejected') return EXIT_CODES.badData
      return outcome.status === 'failed' ? exitCodeOfError(outcome.error) : EXIT_CODES.done
    case 'already':
    case 'waits-for-hour':
      return EXIT_CODES.done
    case 'busy':
      return EXIT_CODES.tryAgain
    case 'not-now':
      return exitCodeOfError(outcome.error)
    case 'handed-back':
      return EXIT_CODES.handedBack
  }
}

/** For an outcome's error, and for one that was thrown. */
export function exitCodeOfError(error: unknown): ExitCode {
  return error instanceof StevedoreError ? BY_ERROR[error.code] : EXIT_CODES.bug
}

const BY_ERROR: Readonly<Record<ErrorCode, ExitCode>> = {
  'config.invalid': EXIT_CODES.person,
  'event.invalid': EXIT_CODES.person,
  'file.empty': EXIT_CODES.badData,
  'file.header': EXIT_CODES.badData,
  'file.format': EXIT_CODES.badData,
  'file.encoding': EXIT_CODES.badData,
  'file.too-large': EXIT_CODES.badData,
  'rejects.over-limit': EXIT_CODES.badData,
  'rejects.too-many': EXIT_CODES.badData,
  'object.access-denied': EXIT_CODES.person,
  'dependency.unavailable': EXIT_CODES.unavailable,
  'dependency.denied': EXIT_CODES.person,
  'clock.skewed': EXIT_CODES.unavailable,
  'lease.lost': EXIT_CODES.tryAgain,
  'attempts.too-soon': EXIT_CODES.tryAgain,
  'attempts.exhausted': EXIT_CODES.person,
  'launch.failed': EXIT_CODES.person,
  'launch.override-too-long': EXIT_CODES.person,
  'counts.mismatch': EXIT_CODES.bug,
}
