import type { AuditEnd } from '../../shared/audit/run-audit.ts'
import { EXIT_CODES, type ExitCode } from '../../shared/worker/exit-codes.ts'

/** What the task's exit code tells of a run. */
export function exitCodeOfRun(end: AuditEnd): ExitCode {
  if (end.kind === 'stopped') return EXIT_CODES.handedBack
  if (end.report.hour.broken > 0) return EXIT_CODES.bug
  return end.report.run.isWhole ? EXIT_CODES.done : EXIT_CODES.tryAgain
}
