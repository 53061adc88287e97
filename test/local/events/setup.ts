import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Clock } from '../../../local/clock.ts'
import type { EventInput } from '../../../local/event.ts'
import type { EventTargets, TaskLaunch } from '../../../local/events/delivery/ports.ts'
import { createEventBus } from '../../../local/events/index.ts'
import type { Site } from '../../../local/site.ts'

export const QUEUE = 'arn:aws:sqs:eu-west-1:000000000000:loads'
export const DEAD_LETTERS = 'arn:aws:sqs:eu-west-1:000000000000:rule-dead-letters'

/** A clock that moves only when told. */
function createFakeClock(start = Date.UTC(2026, 0, 1)): Clock & {
  advance(milliseconds: number): void
  readonly sleepers: number
  /** All that was slept, or is, in milliseconds. */
  readonly waits: readonly number[]
} {
  let now = start
  const waits: number[] = []
  const sleeping = new Set<{ until: number; wake: () => void }>()
  return {
    waits,
    now: () => now,
    get sleepers() {
      return sleeping.size
    },
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        waits.push(milliseconds)
        const sleeper = { until: now + milliseconds, wake: resolve }
        sleeping.add(sleeper)
        signal?.addEventListener('abort', () => {
          sleeping.delete(sleeper)
          reject(signal.reason)
        })
      }),
    advance(milliseconds) {
      now += milliseconds
      for (const sleeper of [...sleeping]) {
        if (sleeper.until > now) continue
        sleeping.delete(sleeper)
        sleeper.wake()
      }
    },
  }
}

export interface Sent {
  readonly arn: string
  readonly body: string
  readonly attributes?: Record<string, string>
  readonly groupId?: string
}

/** Targets that write down what they get; `fail` may throw instead. */
export function createFakeTargets() {
  const sent: Sent[] = []
  const launches: TaskLaunch[] = []
  const invokes: { arn: string; payload: unknown }[] = []
  const published: { arn: string; message: string }[] = []
  const faults = { fail: (_arn: string): void => {} }
  const targets: EventTargets = {
    queue: {
      async send(arn, body, options) {
        faults.fail(arn)
        sent.push({ arn, body, ...options })
      },
    },
    task: {
      async runTask(input) {
        faults.fail(input.cluster)
        launches.push(input)
        return { failures: [{ reason: 'RESOURCE:CPU' }] }
      },
    },
    function: {
      async invoke(arn, payload) {
        faults.fail(arn)
        invokes.push({ arn, payload })
      },
    },
    topic: {
      async publish(arn, { message }) {
        faults.fail(arn)
        published.push({ arn, message })
      },
    },
  }
  return { targets, sent, launches, invokes, published, faults }
}

/** A bus with fake targets and clocks. The same `dataFolder` again is a restart. */
export function createTestBus(
  options: { dataFolder?: string; fakes?: ReturnType<typeof createFakeTargets> } = {},
) {
  const dataFolder = options.dataFolder ?? newFolder()
  const clock = createFakeClock()
  const fastClock = createFakeClock()
  const lines: string[] = []
  const site: Site = {
    region: 'eu-west-1',
    accountId: '000000000000',
    dataFolder,
    endpoint: () => 'http://127.0.0.1:1',
    clock,
    fastClock,
    logs: {
      open: () => {
        throw new Error('The bus opens no log stream.')
      },
      say: (_source, text) => lines.push(text),
      close: async () => {},
    },
  }
  const fakes = options.fakes ?? createFakeTargets()
  const bus = createEventBus(site, fakes.targets, { random: () => 0.5 })
  const [resource] = bus.resources
  if (!resource) throw new Error('The bus makes no resource.')

  async function applyRule(logicalId: string, properties: Record<string, unknown>) {
    return await resource?.apply({
      logicalId,
      stackName: 'stack',
      properties: resource?.properties.parse(properties),
      physicalName: () => `stack-${logicalId}`,
    })
  }

  return { ...fakes, bus, site, clock, fastClock, lines, dataFolder, applyRule }
}

/** Calls the API of a bus over HTTP, as a client does. */
export async function callApi(bus: ReturnType<typeof createEventBus>, action: string, input: unknown) {
  const server = createServer((request, response) => {
    bus.handle(request, response).catch((error) => response.writeHead(500).end(String(error)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, {
      method: 'POST',
      headers: { 'x-amz-target': `AWSEvents.${action}`, 'content-type': 'application/x-amz-json-1.1' },
      body: JSON.stringify(input),
    })
    return { status: response.status, body: JSON.parse(await response.text()) }
  } finally {
    await new Promise((resolve) => server.close(resolve))
  }
}

/** What S3 says of a new object. */
export function objectCreated(key: string, size?: number): EventInput {
  return {
    source: 'aws.s3',
    detailType: 'Object Created',
    resources: ['arn:aws:s3:::landing'],
    detail: {
      version: '0',
      bucket: { name: 'landing' },
      object: {
        key,
        etag: 'b1946ac92492d2347c6235b4d2611184',
        'version-id': 'v1',
        sequencer: '0055',
        ...(size !== undefined && { size }),
      },
      reason: 'PutObject',
    },
  }
}

/** The event in a message that a queue got. */
export function eventOf(sent: readonly Sent[], index: number): Record<string, unknown> {
  const message = sent[index]
  if (!message) throw new Error(`No message ${index} was sent, there are ${sent.length}.`)
  return JSON.parse(message.body)
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'events-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
