import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { vi } from 'vitest'
import { createPhysicalName } from '../../../local/cloudformation/physical-name.ts'
import { createLambda, type Lambda } from '../../../local/lambda/index.ts'
import type { QueueMessage, Queues } from '../../../local/lambda/ports.ts'
import type { Site } from '../../../local/site.ts'
import { servePlugin } from '../serve-plugin.ts'

export const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:work'

/** Lambda behind a port, with queues in memory and functions made of a few lines of code. */
export async function setup(change: (site: Site) => Site = (site) => site) {
  const dataFolder = mkdtempSync(join(tmpdir(), 'lambda-'))
  const bundles = new Map<string, Buffer>()
  const queues = createFakeQueues()
  const served = await servePlugin<Lambda>(dataFolder, (site) =>
    createLambda(change(site), {
      queues,
      async readObject(bucket, key) {
        const bundle = bundles.get(`${bucket}/${key}`)
        if (!bundle) throw new Error(`there is no ${bucket}/${key}`)
        return bundle
      },
    }),
  )

  async function make(type: string, logicalId: string, given: Record<string, unknown>) {
    const found = served.plugin.resources.find((resource) => resource.type === `AWS::Lambda::${type}`)
    if (!found) throw new Error(`no type ${type}`)
    const stackName = 'harbour'
    const properties = found.properties.parse(given)
    return found.apply({
      logicalId,
      stackName,
      properties,
      physicalName: createPhysicalName(stackName, logicalId),
    })
  }

  return {
    ...served,
    dataFolder,
    queues,
    make,
    /** A function of one file; `index.js` is CommonJS. Its name is `name`. */
    async makeFunction(
      name: string,
      code: string | Record<string, string>,
      properties: Record<string, unknown> = {},
    ) {
      const files = typeof code === 'string' ? { 'index.js': code } : code
      const zip = zipSync(
        Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)])),
      )
      bundles.set(`artifacts/${name}.zip`, Buffer.from(zip))
      return make('Function', name, {
        FunctionName: name,
        Code: { S3Bucket: 'artifacts', S3Key: `${name}.zip` },
        Handler: 'index.handler',
        Runtime: 'nodejs24.x',
        Role: 'arn:aws:iam::000000000000:role/any',
        ...properties,
      })
    },
    async close() {
      await served.close()
      await served.site.logs.close()
      rmSync(dataFolder, { recursive: true, force: true })
    },
  }
}

/** Queues that keep to the port: what is received is hidden until it is removed or made visible. */
function createFakeQueues() {
  const visible: QueueMessage[] = []
  const hidden = new Map<string, QueueMessage>()
  const sent: { queueArn: string; body: string; attributes?: Record<string, string> }[] = []
  const receives: number[] = []
  const arrivals = new Set<() => void>()
  let count = 0
  const queues: Queues = {
    async receive(_arn, { max, waitSeconds, signal }) {
      receives.push(max)
      if (visible.length === 0) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, waitSeconds * 1000)
          const wake = () => {
            clearTimeout(timer)
            arrivals.delete(wake)
            resolve()
          }
          arrivals.add(wake)
          signal.addEventListener('abort', wake, { once: true })
        })
      }
      const taken = visible.splice(0, max)
      for (const message of taken) hidden.set(message.receiptHandle, message)
      return taken
    },
    async remove(_arn, handles) {
      for (const handle of handles) hidden.delete(handle)
    },
    async setVisibility(_arn, handle) {
      const message = hidden.get(handle)
      hidden.delete(handle)
      if (message) visible.push(message)
    },
    async send(queueArn, body, options = {}) {
      sent.push({ queueArn, body, ...(options.attributes ? { attributes: options.attributes } : {}) })
    },
  }
  return {
    ...queues,
    sent,
    receives,
    /** Puts messages in; their ids are `m1`, `m2`, … */
    put(...bodies: string[]) {
      for (const body of bodies) {
        count++
        visible.push({
          messageId: `m${count}`,
          receiptHandle: `r${count}`,
          body,
          attributes: { ApproximateReceiveCount: '1', SentTimestamp: '1' },
          messageAttributes: {},
          md5OfBody: `md5-${count}`,
        })
      }
      for (const wake of arrivals) wake()
    },
    /** Ids of messages that nobody has received. */
    visible: () => visible.map(({ messageId }) => messageId),
    /** Ids of messages that were received and not removed. */
    hidden: () => [...hidden.values()].map(({ messageId }) => messageId),
  }
}

/** Waits until `check` no longer throws. */
export function until(check: () => void | Promise<void>): Promise<void> {
  return vi.waitFor(check, { timeout: 10_000, interval: 10 })
}
