import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { queueIsEmpty } from '../system/deliveries.ts'
import { mailsWith } from '../system/mails.ts'
import { startStack } from '../system/stack.ts'
import { root } from '../system/variants.ts'
import type { Stack } from './service.ts'

// Many tasks stop at once. STORM_STOPS=500 for what the project promises.

const STOPS = Number(process.env.STORM_STOPS ?? 30)
const BATCH = 10 // of SendMessageBatch
/** A digest comes when its minute is over; the storm may lie across two of them. */
const TOLD_MS = 240_000 + STOPS * 200
/** Of its own in a minute. */
const MAILS_MAX = 5
const WINDOWS_MAX = Math.ceil(TOLD_MS / 60_000)

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
})
afterAll(() => stack?.close())

test(
  `F81 ${STOPS} stops at once are a few mails and a digest, and each is told once`,
  async () => {
    const { Records } = JSON.parse(readFileSync(join(root, 'events/explain-stop/unknown.json'), 'utf8'))
    const body: string = Records[0].body
    const [known = ''] = /(?<=task\/stevedore-local\/)\w{32}/.exec(body) ?? []
    const ids = Array.from({ length: STOPS }, () => randomBytes(16).toString('hex'))
    for (let first = 0; first < STOPS; first += BATCH) {
      const Entries = ids.slice(first, first + BATCH).map((id) => ({
        Id: id,
        MessageBody: body.replaceAll(known, id),
      }))
      await stack.sqs.send(new SendMessageBatchCommand({ QueueUrl: stack.outputs.StopsQueueUrl, Entries }))
    }

    await vi.waitFor(
      () => {
        const told = mailsWith(stack, 'Subject: [stevedore-local] ').map(toldBy)
        const digested = told
          .filter(({ kind }) => kind === 'digest')
          .reduce((sum, { stops }) => sum + stops, 0)
        const single = told.filter(({ kind }) => kind === 'mail').length
        expect(single + digested).toBe(STOPS)
      },
      { timeout: TOLD_MS, interval: 500 },
    )
    await queueIsEmpty(stack, stack.outputs.StopsQueueUrl)
    const told = mailsWith(stack, 'Subject: [stevedore-local] ').map(toldBy)
    expect(told.length, 'mails').toBeLessThanOrEqual((MAILS_MAX + 1) * WINDOWS_MAX)
    expect(told.filter(({ kind }) => kind === 'digest')).not.toEqual([])
    process.stdout.write(`${STOPS} stops: ${told.length} mails\n`)
  },
  600_000 + STOPS * 200,
)

/** Of how many stops a mail tells. */
function toldBy(mail: string): { kind: 'mail' | 'digest'; stops: number } {
  const [, digest] =
    /^Subject: \[stevedore-local\] (\d+) tasks? stopped, (?:\d+ needs? you, )?most:/m.exec(mail) ?? []
  return digest === undefined ? { kind: 'mail', stops: 1 } : { kind: 'digest', stops: Number(digest) }
}
