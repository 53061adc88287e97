import type { Context } from 'aws-lambda'
import { expect, test } from 'vitest'
import { queueHandler } from '../../../shared/lambda/queue-handler.ts'
import { createLog } from '../../../shared/platform/log.ts'
import type { HandleMessage } from '../../../shared/queue/message.ts'

const { signal } = new AbortController()

function setup(handle: HandleMessage) {
  const postponed: string[] = []
  const lines: Record<string, unknown>[] = []
  const handler = queueHandler({
    handle,
    postpone: async ({ id }, seconds) => void postponed.push(`${id} ${seconds}`),
    random: () => 0,
    log: createLog(
      'act',
      (line) => lines.push(JSON.parse(line)),
      () => 0,
    ),
  })
  const invoke = (ids: readonly string[], remaining = 30_000) =>
    handler(
      { Records: ids.map(record) },
      { awsRequestId: 'r', getRemainingTimeInMillis: () => remaining } as Context,
      { signal },
    )
  return { invoke, postponed, lines }
}

function record(messageId: string) {
  const attributes = { ApproximateReceiveCount: '1' }
  return { messageId, receiptHandle: `receipt-${messageId}`, body: '', attributes, eventSource: 'aws:sqs' }
}

test('F34 answers with the ids of the messages that stay, and with no other', async () => {
  const { invoke, postponed } = setup(async ({ id }) => {
    if (id === 'c') throw new Error('a bug')
    return id === 'b' ? { kind: 'later', afterSeconds: 7 } : { kind: 'done' }
  })
  const result = await invoke(['a', 'b', 'c', 'd'])
  expect(result?.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).toSorted()).toEqual(['b', 'c'])
  expect(postponed.toSorted()).toEqual(['b 7', 'c 30'])
})

test('F34 answers in time for what is done, when one message would outlast the function', async () => {
  const never = new Promise<never>(() => undefined)
  const { invoke, lines } = setup(({ id }) => (id === 'slow' ? never : Promise.resolve({ kind: 'done' })))
  expect(await invoke(['a', 'slow', 'b'], 2_010)).toEqual({ batchItemFailures: [{ itemIdentifier: 'slow' }] })
  expect(lines.map(({ messageId }) => messageId)).toEqual(['slow'])
})

test('F34 begins no message when its time is over', async () => {
  const begun: string[] = []
  const { invoke } = setup(({ id }) => {
    begun.push(id)
    return new Promise<never>(() => undefined)
  })
  const ids = Array.from({ length: 8 }, (_, index) => `m${index}`)
  const result = await invoke(ids, 2_010)
  expect(result?.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).toSorted()).toEqual(ids)
  expect(begun).toEqual(ids.slice(0, 5))
})

test('works a few messages at once, never a whole batch', async () => {
  let atWork = 0
  let most = 0
  const { invoke } = setup(async () => {
    most = Math.max(most, ++atWork)
    await new Promise((resolve) => setImmediate(resolve))
    atWork -= 1
    return { kind: 'done' }
  })
  await invoke(Array.from({ length: 10 }, (_, index) => `m${index}`))
  expect(most).toBe(5)
})
