import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Clock } from '../../../local/clock.ts'
import { type AlarmSignal, createCloudwatch } from '../../../local/cloudwatch/index.ts'
import type { FunctionSample, QueueSample, ServiceSample } from '../../../local/cloudwatch/sources.ts'
import type { EventInput } from '../../../local/event.ts'
import { servePlugin } from '../serve-plugin.ts'

export const START = Date.parse('2026-03-01T12:00:00Z')
export const SCALE = 'arn:aws:autoscaling:us-east-1:000000000000:scalingPolicy:one'
const MINUTE_MS = 60_000

interface Answer {
  readonly message?: string
  readonly Datapoints?: readonly unknown[]
  readonly MetricAlarms?: readonly unknown[]
  readonly MetricDataResults?: readonly unknown[]
  readonly Metrics?: readonly unknown[]
}

/** A CloudWatch whose minutes pass when the test says so, over queues and services that it makes up. */
export async function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'cloudwatch-'))
  const time = createHandClock(START)
  const now: { queues: QueueSample[]; services: ServiceSample[]; functions: FunctionSample[] } = {
    queues: [],
    services: [],
    functions: [],
  }
  const published: { topicArn: string; subject: string; message: Record<string, unknown>; mail: string }[] =
    []
  const events: EventInput[] = []
  const signals: AlarmSignal[] = []
  const create = (site: Parameters<typeof createCloudwatch>[0]) => {
    const cloudwatch = createCloudwatch(
      { ...site, fastClock: time.clock },
      {
        queues: () => now.queues,
        services: () => now.services,
        functions: () => now.functions.splice(0),
        publish: async (topicArn, { subject, message, mail }) => {
          if (topicArn.endsWith(':missing')) throw new Error('Topic does not exist.')
          published.push({ topicArn, subject, message: JSON.parse(message), mail })
        },
        emit: async (event) => {
          events.push(event)
        },
      },
    )
    cloudwatch.onAction('arn:aws:autoscaling:', (_action, signal) => signals.push(signal))
    return cloudwatch
  }
  let served = await servePlugin(folder, create)
  onTestFinished(async () => {
    await served.close()
    rmSync(folder, { recursive: true, force: true })
  })

  return {
    published,
    events,
    signals,
    get cloudwatch() {
      return served.plugin
    },
    get endpoint() {
      return served.endpoint
    },
    get said() {
      return served.said
    },
    apply: (properties: unknown, logicalId = 'Alarm') =>
      served.apply('AWS::CloudWatch::Alarm', properties, logicalId),
    /** A minute begins, with `visible` messages in the queue `loads`, or without a queue. */
    async minute(visible?: number, services: ServiceSample[] = []) {
      now.queues = visible === undefined ? [] : [{ name: 'loads', visible, inFlight: 0, delayed: 0 }]
      now.services = services
      await time.advance(MINUTE_MS)
    },
    /** For the next minute. */
    ran: (sample: FunctionSample) => now.functions.push(sample),
    /** Calls an action by the JSON protocol. */
    async call(action: string, input: unknown) {
      const response = await fetch(served.endpoint, {
        method: 'POST',
        headers: { 'x-amz-target': `GraniteServiceVersion20100801.${action}` },
        body: JSON.stringify(input),
      })
      return { status: response.status, body: (await response.json()) as Answer }
    },
    restart: async () => {
      await served.close()
      served = await servePlugin(folder, create)
    },
  }
}

/** Time stands still until it is moved; moving it resolves once somebody sleeps again. */
function createHandClock(start: number) {
  let now = start
  let sleepers: { due: number; wake: () => void }[] = []
  let fellAsleep = () => {}
  const clock: Clock = {
    now: () => now,
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted()
        signal?.addEventListener('abort', () => reject(signal.reason))
        sleepers.push({ due: now + milliseconds, wake: resolve })
        fellAsleep()
      }),
  }
  return {
    clock,
    async advance(milliseconds: number) {
      now += milliseconds
      const due = sleepers.filter((sleeper) => sleeper.due <= now)
      sleepers = sleepers.filter((sleeper) => sleeper.due > now)
      const asleep = new Promise<void>((resolve) => {
        fellAsleep = resolve
      })
      for (const { wake } of due) wake()
      if (due.length > 0) await asleep
    },
  }
}
