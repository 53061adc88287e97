import { systemClock } from '../platform/clock.ts'
import { setFaultPlan } from '../platform/fault-point.ts'
import { createLog, type Log } from '../platform/log.ts'
import { EXIT_CODES, type ExitCode, exitCodeOfError } from './exit-codes.ts'
import { readFaultPlan } from './fault-plan.ts'

export interface Worker {
  /** Not parsed: the worker's main does it, by its own schema. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly log: Log
  /** Aborts at the first SIGTERM or SIGINT. Until SIGKILL there is the task's StopTimeout. */
  readonly stopping: AbortSignal
}

/** Runs a task of a container: signals, logs on stdout, and an exit code that tells the truth. Never returns. */
export async function runWorker(act: string, main: (worker: Worker) => Promise<ExitCode>): Promise<never> {
  const log = createLog(act, (line) => process.stdout.write(line), systemClock.now)
  process.exit(await runToExitCode(main, { env: process.env, log }, process))
}

/** The signals and the faults that a process hears of. */
type Events = Pick<NodeJS.EventEmitter, 'on' | 'off'>

export async function runToExitCode(
  main: (worker: Worker) => Promise<ExitCode>,
  { env, log }: Pick<Worker, 'env' | 'log'>,
  events: Events,
): Promise<ExitCode> {
  const stop = new AbortController()
  const { promise: strayFault, reject } = Promise.withResolvers<never>()
  const onSignal = (signal: string) => {
    log.info('Stopping', { signal })
    stop.abort(new Error(`Stopped by ${signal}`))
  }
  const listeners = {
    SIGTERM: onSignal,
    SIGINT: onSignal,
    uncaughtException: reject,
    unhandledRejection: reject,
  }
  for (const [event, listener] of Object.entries(listeners)) events.on(event, listener)
  try {
    setFaultPlan(readFaultPlan(env.FAULT_PLAN))
    const code = await Promise.race([main({ env, log, stopping: stop.signal }), strayFault])
    log.debug('The task ends', { exitCode: code })
    return code
  } catch (error) {
    // Who was stopped before it had anything in hand has nothing to clear up, and lets the signal's reason through.
    if (stop.signal.aborted && error === stop.signal.reason) {
      log.debug('The task ends', { exitCode: EXIT_CODES.handedBack })
      return EXIT_CODES.handedBack
    }
    const code = exitCodeOfError(error)
    const message = code === EXIT_CODES.bug ? 'The task ends on a bug' : 'The task cannot go on'
    log.error(message, { error, exitCode: code })
    return code
  } finally {
    for (const [event, listener] of Object.entries(listeners)) events.off(event, listener)
  }
}
