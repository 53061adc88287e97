import type { Site } from '../../site.ts'
import type { FunctionSettings } from '../function-settings.ts'
import { createEnvironmentLog } from './environment-log.ts'
import { type Outcome, startFunctionProcess } from './function-process.ts'
import { takeFunctionRole } from './function-role.ts'
import { createInvocationLog, type InvocationLog } from './invocation-log.ts'
import type { FunctionError } from './messages.ts'
import { outcomeError } from './outcome-error.ts'
import { environmentVariables } from './variables.ts'

export interface Invocation {
  readonly requestId: string
  /** JSON text. */
  readonly payload: string
  readonly invokedFunctionArn: string
}

export interface InvocationResult {
  readonly requestId: string
  /** JSON text: the function's answer, or its error. */
  readonly payload: string
  /** Set where the function failed. */
  readonly error?: FunctionError
  readonly logTail: string
}

/** A process that has loaded a function, and answers one invocation at a time. */
export interface Environment {
  /** Never rejects: whatever goes wrong is the function's error. */
  invoke(invocation: Invocation): Promise<InvocationResult>
  /** False once the process has ended. */
  isAlive(): boolean
  kill(): void
  /** Resolves when the process is gone. Not while an invocation is on. */
  end(): Promise<void>
}

// Output that a function keeps from us, by closing its stdout for one, is not waited for longer than this.
const OUTPUT_WAIT_MS = 1000

export function startEnvironment(site: Site, settings: FunctionSettings): Environment {
  const role = takeFunctionRole(site, settings)
  const log = createEnvironmentLog(site, settings, role.mayLog)
  const startedAt = performance.now()
  const process = startFunctionProcess({
    folder: settings.code.folder,
    variables: environmentVariables(site, settings, { logStream: log.stream, credentials: role.credentials }),
    clock: site.clock,
    take,
  })
  let current: InvocationLog | undefined
  let initMilliseconds: number | undefined
  const ready = process.started.then((outcome) => {
    initMilliseconds = performance.now() - startedAt
    return outcome
  })

  function take(line: string): void {
    const text = current ? current.take(line) : line
    if (text === undefined) return
    current?.add(text)
    log.output(text)
  }

  function note(line: string): void {
    current?.add(line)
    log.note(line)
  }

  async function run({ requestId, payload, invokedFunctionArn }: Invocation): Promise<Outcome> {
    const init = await ready
    if (init.kind !== 'ready') return init
    const timeout = settings.timeoutSeconds * 1000
    const deadline = Date.now() + timeout
    return process.ask({ requestId, payload, deadline, invokedFunctionArn }, timeout)
  }

  /** Waits until everything that the function wrote is in the log. */
  async function settled(outcome: Outcome, { complete }: InvocationLog): Promise<void> {
    if (outcome.kind === 'answered' || outcome.kind === 'failed') {
      await Promise.race([complete, process.gone, site.clock.sleep(OUTPUT_WAIT_MS)])
    } else {
      process.kill()
      await process.gone
    }
  }

  return {
    isAlive: process.isAlive,
    kill: process.kill,
    async end() {
      process.kill()
      await process.gone
      role.end()
      log.close()
    },
    async invoke(invocation) {
      const { requestId } = invocation
      const isFirst = initMilliseconds === undefined
      await ready
      current = createInvocationLog(requestId)
      note(`START RequestId: ${requestId} Version: $LATEST`)
      const begun = performance.now()
      const outcome = await run(invocation)
      const milliseconds = performance.now() - begun
      await settled(outcome, current)
      const error = outcomeError(requestId, outcome)
      if (outcome.kind === 'timeout') {
        note(
          `${new Date().toISOString()} ${requestId} Task timed out after ${outcome.seconds.toFixed(2)} seconds`,
        )
      }
      note(`END RequestId: ${requestId}`)
      note(report(requestId, settings, milliseconds, outcome, isFirst ? initMilliseconds : undefined))
      const logTail = current.tail()
      current = undefined
      const payload = outcome.kind === 'answered' ? outcome.payload : JSON.stringify(error)
      return { requestId, payload, ...(error ? { error } : {}), logTail }
    },
  }
}

function report(
  requestId: string,
  settings: FunctionSettings,
  milliseconds: number,
  outcome: Outcome,
  initMilliseconds: number | undefined,
): string {
  return [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${milliseconds.toFixed(2)} ms`,
    `Billed Duration: ${Math.ceil(milliseconds)} ms`,
    `Memory Size: ${settings.memoryMegabytes} MB`,
    ...('memoryMegabytes' in outcome ? [`Max Memory Used: ${outcome.memoryMegabytes} MB`] : []),
    ...(initMilliseconds === undefined ? [] : [`Init Duration: ${initMilliseconds.toFixed(2)} ms`]),
    ...(outcome.kind === 'timeout' ? ['Status: timeout'] : []),
  ].join('\t')
}
