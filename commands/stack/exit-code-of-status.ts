import type { LoadStatus } from '../../shared/load/outcome.ts'
import { EXIT_CODES, type ExitCode } from '../../shared/worker/exit-codes.ts'

/** How a command ends that followed a load to this status. */
export function exitCodeOfStatus(status: LoadStatus): ExitCode {
  return EXIT_OF[status]
}

const EXIT_OF: Readonly<Record<LoadStatus, ExitCode>> = {
  // It waits for the hour.
  queued: EXIT_CODES.done,
  loading: EXIT_CODES.bug,
  loaded: EXIT_CODES.done,
  superseded: EXIT_CODES.done,
  rejected: EXIT_CODES.badData,
  gone: EXIT_CODES.unavailable,
  failed: EXIT_CODES.unavailable,
  // The stack was packaged without a dataset for the key.
  ignored: EXIT_CODES.person,
}
