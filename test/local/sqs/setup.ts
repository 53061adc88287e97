import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SQSClient } from '@aws-sdk/client-sqs'
import { onTestFinished } from 'vitest'
import { createSqs } from '../../../local/sqs/index.ts'
import { servePlugin } from '../serve-plugin.ts'

/** A fresh SQS with a client; `restart` opens the same data on another port. */
export async function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'sqs-'))
  let served = await servePlugin(folder, createSqs)
  let sqs = new SQSClient(served.client)
  onTestFinished(async () => {
    sqs.destroy()
    await served.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    get sqs() {
      return sqs
    },
    get queues() {
      return served.plugin
    },
    get endpoint() {
      return served.endpoint
    },
    arn: (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`,
    apply: (type: string, properties: unknown, logicalId = 'Queue') =>
      served.apply(type, properties, logicalId),
    restart: async () => {
      sqs.destroy()
      await served.close()
      served = await servePlugin(folder, createSqs)
      sqs = new SQSClient(served.client)
    },
  }
}
