import type { Site } from '../../site.ts'
import type { FunctionError } from '../environment/messages.ts'
import type { FunctionSettings } from '../function-settings.ts'
import type { QueueMessage, Queues } from '../ports.ts'
import { readBatchAnswer } from './batch-answer.ts'
import { gather, splitBySize } from './gather.ts'
import type { MappingSettings } from './mapping-settings.ts'
import { permittedQueues } from './permitted.ts'
import { sqsEvent } from './sqs-event.ts'

/** A queue that a function reads. */
export interface Mapping {
  settings(): MappingSettings
  readonly modifiedAt: Date
  /** Takes new settings over; batches under way end as they began. */
  update(settings: MappingSettings): void
  /** Receives nothing more. */
  stop(): void
  /** Resolves when no batch is under way. */
  idle(): Promise<void>
}

export interface MappingParts {
  readonly site: Site
  readonly queues: Queues
  /** For the screen. */
  readonly name: string
  /** By its ARN, with a version or without. */
  functionOf(functionArn: string): FunctionSettings
  /** Rejects where the function cannot be invoked at all. */
  invoke(functionArn: string, event: unknown): Promise<{ payload: unknown; error?: FunctionError }>
  /** The runtime is ending: what fails now is no failure. */
  isClosing(): boolean
}

const RETRY_DELAY_MS = { first: 1000, max: 30_000 }

export function createMapping(parts: MappingParts, initial: MappingSettings): Mapping {
  const { site, name } = parts
  let settings = initial
  const queues = permittedQueues(parts.queues, site, () => parts.functionOf(settings.functionArn))
  let modifiedAt = new Date(site.clock.now())
  let stop = new AbortController()
  let loop = Promise.resolve()
  const batches = new Set<Promise<void>>()

  async function poll(current: MappingSettings, signal: AbortSignal): Promise<void> {
    let delay = RETRY_DELAY_MS.first
    while (!signal.aborted) {
      try {
        while (batches.size >= current.maximumConcurrency) await Promise.race(batches)
        const messages = await gather(queues, current, site.clock, signal)
        if (signal.aborted) await giveBack(messages, current)
        else for (const batch of splitBySize(messages)) begin(batch, current)
        delay = RETRY_DELAY_MS.first
      } catch (error) {
        if (signal.aborted) return
        site.logs.say(
          name,
          `cannot receive from ${current.queueArn}: ${error}; trying again in ${delay / 1000} s`,
        )
        // Woken early by the stop, which the loop then sees.
        await site.clock.sleep(delay, signal).catch(() => undefined)
        delay = Math.min(delay * 2, RETRY_DELAY_MS.max)
      }
    }
  }

  function begin(batch: readonly QueueMessage[], current: MappingSettings): void {
    const work = run(batch, current)
      .catch((error: unknown) => site.logs.say(name, `a batch comes back to its queue later: ${error}`))
      .finally(() => batches.delete(work))
    batches.add(work)
  }

  async function run(batch: readonly QueueMessage[], current: MappingSettings): Promise<void> {
    const event = sqsEvent(batch, current.queueArn, site.region)
    const { payload, error } = await parts.invoke(current.functionArn, event)
    if (error) {
      // A batch that this runtime cut off need not wait for its visibility timeout at the next start.
      if (parts.isClosing()) return giveBack(batch, current)
      return site.logs.say(
        name,
        `${counted(batch)} back to the queue: ${error.errorType}: ${error.errorMessage}`,
      )
    }
    const ids = new Set(batch.map(({ messageId }) => messageId))
    const answer = readBatchAnswer(current.reportsFailures ? payload : null, ids)
    if (answer.kind === 'refused') {
      return site.logs.say(name, `${counted(batch)} back to the queue: ${answer.why}`)
    }
    const done = batch.filter(({ messageId }) => !answer.failed.has(messageId))
    if (done.length > 0) {
      await queues.remove(
        current.queueArn,
        done.map(({ receiptHandle }) => receiptHandle),
      )
    }
  }

  async function giveBack(messages: readonly QueueMessage[], { queueArn }: MappingSettings): Promise<void> {
    await Promise.all(messages.map(({ receiptHandle }) => queues.setVisibility(queueArn, receiptHandle, 0)))
  }

  function start(): void {
    stop = new AbortController()
    const { signal } = stop
    // One loop after the other: the last poll of the old one still gives back what it receives.
    if (settings.enabled) loop = loop.then(() => poll(settings, signal))
  }

  start()
  return {
    settings: () => settings,
    get modifiedAt() {
      return modifiedAt
    },
    update(next) {
      stop.abort()
      settings = next
      modifiedAt = new Date(site.clock.now())
      start()
    },
    stop: () => stop.abort(),
    async idle() {
      await loop
      await Promise.all(batches)
    },
  }
}

function counted(batch: readonly QueueMessage[]): string {
  return batch.length === 1 ? 'a message goes' : `${batch.length} messages go`
}
