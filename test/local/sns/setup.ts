import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns'
import { onTestFinished } from 'vitest'
import { createSns } from '../../../local/sns/index.ts'
import { servePlugin } from '../serve-plugin.ts'

interface Sent {
  readonly queueArn: string
  readonly body: string
  readonly attributes: Readonly<Record<string, string>> | undefined
}

/** A fresh SNS with one topic, a client, and notes of what reached queues and functions. */
export async function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'sns-'))
  const sent: Sent[] = []
  const invoked: { functionArn: string; payload: unknown }[] = []
  const create = (site: Parameters<typeof createSns>[0]) =>
    createSns(site, {
      queues: {
        send: async (queueArn, body, options) => {
          if (queueArn.endsWith(':missing')) throw new Error('The specified queue does not exist.')
          sent.push({ queueArn, body, attributes: options?.attributes })
        },
      },
      invoke: async (functionArn, payload) => {
        invoked.push({ functionArn, payload })
      },
    })
  let served = await servePlugin(folder, create)
  let sns = new SNSClient(served.client)
  onTestFinished(async () => {
    sns.destroy()
    await served.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 'stops' }))
  return {
    TopicArn,
    sent,
    invoked,
    get sns() {
      return sns
    },
    get topics() {
      return served.plugin
    },
    get said() {
      return served.said
    },
    mails: () =>
      readdirSync(join(folder, 'outbox'))
        .sort()
        .map((name) => ({ name, text: readFileSync(join(folder, 'outbox', name), 'utf8') })),
    apply: (type: string, properties: unknown, logicalId = 'Topic') =>
      served.apply(type, properties, logicalId),
    restart: async () => {
      sns.destroy()
      await served.close()
      served = await servePlugin(folder, create)
      sns = new SNSClient(served.client)
    },
  }
}
