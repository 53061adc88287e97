import { SendMessageCommand } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { objectCreated, queueIsEmpty } from './deliveries.ts'
import { counts, startStack } from './stack.ts'
import type { Variant } from './variants.ts'
import { workerProcesses } from './worker-processes.ts'

// A worker that is killed in the middle of a file, whichever way the file took.

// Under 1 MiB, so that it goes through the service where the stack has one.
const ROWS = 45_000
// A pause longer than that between checkpoints, so that there is one however fast the machine is.
const STRIKES = [{ point: 'rows-written', nth: 100, action: 'stall', seconds: 6 }] as const
const WAYS = [
  { variant: 'local', bundle: 'load-queue.mjs', queue: 'LoadsQueueUrl' },
  { variant: 'own-task', bundle: 'load-object.mjs', queue: 'LaunchesQueueUrl' },
] as const satisfies readonly { variant: Variant; bundle: string; queue: string }[]

function zipcodes(): string {
  const rows = Array.from({ length: ROWS }, (_, index) => `${String(index).padStart(5, '0')},1,2,c,IL,county`)
  return `zip_code,latitude,longitude,city,state,county\n${rows.join('\n')}\n`
}

describe.concurrent.each(WAYS)('on the stack $variant', ({ variant, bundle, queue }) => {
  let stack: Awaited<ReturnType<typeof startStack>>
  beforeAll(async () => {
    stack = await startStack(variant, { strikes: STRIKES })
  })
  afterAll(() => stack?.close())

  test('F18 F39 killed in the middle and delivered again, a file goes on from its checkpoint and ends as after one delivery', async () => {
    const key = 'zipcodes/killed.csv'
    const body = zipcodes()
    const version = await stack.upload(key, body)
    await stack.settled(key, version, 'loading')
    const checkpoint = await vi.waitFor(
      async () => {
        const found = (await stack.ledger(key, version))?.checkpoint?.M
        expect(found).toBeDefined()
        return found
      },
      { timeout: 60_000, interval: 20 },
    )
    for (const pid of workerProcesses(bundle)) process.kill(pid, 'SIGKILL')
    expect((await stack.ledger(key, version))?.status?.S).toBe('loading')

    await stack.sqs.send(
      new SendMessageCommand({
        QueueUrl: stack.outputs[queue],
        MessageBody: objectCreated(stack.outputs.LandingBucketName, key, version, body.length),
      }),
    )
    const item = await stack.settled(key, version, 'loaded')
    expect(counts(item)).toEqual({ read: ROWS, written: ROWS, rejected: 0, duplicate: 0 })
    expect(item.attempt?.N).toBe('2')
    const goesOn = stack.screen.map((line) => /goes on from record (\d+)/.exec(line)?.[1]).find(Boolean)
    expect(Number(goesOn)).toBe(Number(checkpoint?.rowsRead?.N) + 1)
    expect(await stack.rows(stack.outputs.ZipcodesTableName)).toHaveLength(ROWS)
    await queueIsEmpty(stack, stack.outputs[queue])
  }, 240_000)
})
