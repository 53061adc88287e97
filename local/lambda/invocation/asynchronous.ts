import { randomUUID } from 'node:crypto'
import type { Site } from '../../site.ts'
import type { InvocationResult } from '../environment/environment.ts'
import type { Functions, LocalFunction } from '../functions.ts'
import { ASYNCHRONOUS_PAYLOAD_BYTES_MAX } from '../limits.ts'
import type { Queues } from '../ports.ts'
import { destinationRecord } from './destination-record.ts'
import { checkPayload, invoke } from './invoke.ts'

/** What happens to events that a function could not take, or did take. */
interface AsynchronousSettings {
  readonly retriesMax: number
  readonly eventAgeSecondsMax: number
  /** ARNs of queues or functions. */
  readonly onSuccess?: string
  readonly onFailure?: string
}

export interface AsynchronousInvoker {
  /** Resolves once the event is taken; rejects with an `ApiError` where it is not. `payload` is JSON text. */
  accept(nameOrArn: string, payload: string): Promise<void>
  configure(functionName: string, settings: AsynchronousSettings): void
  /** Back to the defaults. */
  unconfigure(functionName: string): void
  /** Waits for nothing: retries that are due later are told and lost. */
  close(): void
}

// docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
const DEFAULTS: AsynchronousSettings = { retriesMax: 2, eventAgeSecondsMax: 6 * 60 * 60 }
const RETRY_DELAYS_MS = [60_000, 120_000]

interface Event {
  readonly requestId: string
  readonly payload: string
  /** Of the fast clock. */
  readonly acceptedAt: number
}

export function createAsynchronousInvoker(
  site: Site,
  functions: Functions,
  queues: Pick<Queues, 'send'>,
): AsynchronousInvoker {
  const configured = new Map<string, AsynchronousSettings>()
  const stop = new AbortController()

  async function work(target: LocalFunction, event: Event): Promise<void> {
    const { name, shortName } = target.settings
    const settings = configured.get(name) ?? DEFAULTS
    for (let attempt = 1; ; attempt++) {
      const current = functions.find(name)
      const result = await invoke(current, event.payload, event.requestId)
      const { error } = result
      if (!error) return deliver(settings.onSuccess, current, event, result, 'Success', attempt)
      site.logs.say(shortName, `failed: ${error.errorType}: ${error.errorMessage}`)
      const delay = RETRY_DELAYS_MS[attempt - 1]
      if (attempt > settings.retriesMax || delay === undefined) {
        return giveUp(settings, current, event, result, 'RetriesExhausted', attempt)
      }
      if (site.fastClock.now() + delay - event.acceptedAt > settings.eventAgeSecondsMax * 1000) {
        return giveUp(settings, current, event, result, 'EventAgeExceeded', attempt)
      }
      await site.fastClock.sleep(delay, stop.signal)
    }
  }

  async function giveUp(
    settings: AsynchronousSettings,
    target: LocalFunction,
    event: Event,
    result: InvocationResult,
    condition: string,
    attempts: number,
  ): Promise<void> {
    const { deadLetterArn, shortName } = target.settings
    if (deadLetterArn !== undefined) {
      await queues.send(deadLetterArn, event.payload, {
        attributes: {
          RequestID: event.requestId,
          ErrorCode: '200',
          ErrorMessage: (result.error?.errorMessage ?? '').slice(0, 1024) || 'unknown',
        },
      })
    }
    await deliver(settings.onFailure, target, event, result, condition, attempts)
    if (deadLetterArn === undefined && settings.onFailure === undefined) {
      site.logs.say(shortName, `event ${event.requestId} is lost: ${condition} after ${attempts} attempts`)
    }
  }

  async function deliver(
    destination: string | undefined,
    target: LocalFunction,
    event: Event,
    result: InvocationResult,
    condition: string,
    attempts: number,
  ): Promise<void> {
    if (destination === undefined) return
    const record = JSON.stringify(
      destinationRecord({ target, event, result, condition, attempts, now: site.clock.now() }),
    )
    if (destination.split(':')[2] === 'sqs') await queues.send(destination, record)
    else await accept(destination, record)
  }

  async function accept(nameOrArn: string, payload: string): Promise<void> {
    const target = functions.find(nameOrArn)
    checkPayload(payload, ASYNCHRONOUS_PAYLOAD_BYTES_MAX)
    const event = { requestId: randomUUID(), payload, acceptedAt: site.fastClock.now() }
    work(target, event).catch((error: unknown) => {
      const why = stop.signal.aborted ? 'the local runtime is stopping' : String(error)
      site.logs.say(target.settings.shortName, `event ${event.requestId} is lost: ${why}`)
    })
  }

  return {
    accept,
    configure: (name, settings) => configured.set(name, settings),
    unconfigure: (name) => configured.delete(name),
    close: () => stop.abort(),
  }
}

export { DEFAULTS as ASYNCHRONOUS_DEFAULTS }
