import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWorld, thingsOf } from './support/start-world.ts'

const FILES = 40
const ROWS = 100

let world: Awaited<ReturnType<typeof startWorld>>
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world?.close())

/** How many of what one file took, on average. */
function perFile(count: number): number {
  return count / FILES
}

test('a small file takes no more requests and log lines than it needs, and F30 a second delivery of it two reads', async () => {
  const messages: string[] = []
  for (let file = 0; file < FILES; file++)
    messages.push(await world.upload(`f${file}`, thingsOf(`f${file}`, ROWS)))
  await world.send(...messages)
  const worker = world.startWorker(120)
  await world.queueIsEmpty()
  const first = world.proxy.counts()
  const told = worker.lines().length
  expect(await world.rowCount()).toBe(FILES * ROWS)

  // Bounds, not wishes: who brings one down moves it.
  expect(perFile(first['S3 GET'] ?? 0)).toBe(1)
  expect(perFile(first.Query ?? 0)).toBeLessThanOrEqual(2)
  expect(perFile(first.GetItem ?? 0)).toBeLessThanOrEqual(1)
  expect(perFile(first.PutItem ?? 0)).toBeLessThanOrEqual(1)
  expect(perFile(first.UpdateItem ?? 0)).toBeLessThanOrEqual(2)
  expect(perFile(first.DeleteItem ?? 0)).toBeLessThanOrEqual(1)
  expect(perFile(first.BatchWriteItem ?? 0)).toBe(ROWS / 25)
  expect(perFile(first.ReceiveMessage ?? 0)).toBeLessThanOrEqual(0.3)
  expect(perFile(first.DeleteMessageBatch ?? 0)).toBeLessThanOrEqual(0.3)
  expect(perFile(told)).toBeLessThanOrEqual(2.2)
  const known = ['S3 GET', 'Query', 'GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem']
  const others = [...known, 'ReceiveMessage', 'DeleteMessageBatch']
  expect(Object.keys(first).filter((action) => !others.includes(action))).toEqual([])

  world.proxy.reset()
  await world.send(...messages)
  await world.queueIsEmpty()
  const again = world.proxy.counts()
  expect(again.Query).toBe(FILES)
  expect(again.GetItem ?? 0).toBeLessThanOrEqual(FILES)
  for (const effect of ['S3 GET', 'PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'])
    expect(again[effect], effect).toBeUndefined()

  worker.terminate()
  expect(await worker.exited).toBe(0)
}, 60_000)
