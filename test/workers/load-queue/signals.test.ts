import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startWorld, thingsOf } from './support/start-world.ts'

// The worker as a process, stopped by a real signal, on the local runtime's own queue.

let world: Awaited<ReturnType<typeof startWorld>>
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world?.close())

/** Waits until the worker has made this request. */
async function asked(action: string, times = 1): Promise<void> {
  await vi.waitFor(() => expect(world.proxy.count(action)).toBeGreaterThanOrEqual(times), {
    timeout: 15_000,
    interval: 10,
  })
}

async function idleWorker(stopTimeoutSeconds: number) {
  world.proxy.reset()
  const worker = world.startWorker(stopTimeoutSeconds)
  await asked('ReceiveMessage')
  return worker
}

test('F20 what the open poll of a stopped worker still brings is there for the next one at once', async () => {
  const worker = await idleWorker(120)
  worker.terminate()
  await vi.waitFor(() => expect(worker.lines().map(({ message }) => message)).toContain('Stopping'))
  const message = await world.upload('late', thingsOf('late', 10))
  await world.send(message)
  expect(await worker.exited).toBe(0)
  expect(world.proxy.count('ReceiveMessage')).toBe(1)
  expect(await world.receive()).toEqual([{ body: message, receiveCount: 2 }])
  expect(await world.ledgerItem(message)).toBeUndefined()

  const next = await idleWorker(120)
  await world.queueIsEmpty()
  next.kill()
}, 60_000)

test('F19 stopped in the middle of a file, it ends the file and ends with 0', async () => {
  const message = await world.upload('midway', thingsOf('midway', 100))
  const release = world.proxy.hold('BatchWriteItem')
  const worker = await idleWorker(120)
  await world.send(message)
  await asked('BatchWriteItem')
  worker.terminate()
  await vi.waitFor(() => expect(worker.lines().map(({ message }) => message)).toContain('Stopping'))
  release()
  expect(await worker.exited).toBe(0)
  expect(await world.ledgerItem(message)).toMatchObject({ status: { S: 'loaded' }, attempt: { N: '1' } })
  await world.queueIsEmpty()
}, 60_000)

test('F19 stopped in a file that does not end in time, it hands back inside the stop timeout and ends with 143', async () => {
  const message = await world.upload('long', thingsOf('long', 100))
  const release = world.proxy.hold('S3 GET')
  const worker = await idleWorker(2)
  await world.send(message)
  await asked('S3 GET')
  const stoppedAt = performance.now()
  worker.terminate()
  expect(await worker.exited).toBe(143)
  expect(performance.now() - stoppedAt).toBeLessThan(2_000)
  release()
  const item = await world.ledgerItem(message)
  expect(item).toMatchObject({ status: { S: 'loading' }, attempt: { N: '1' } })
  expect(item?.owner).toBeUndefined()

  const next = await idleWorker(120)
  await world.queueIsEmpty()
  next.kill()
  expect(await world.ledgerItem(message)).toMatchObject({ status: { S: 'loaded' }, attempt: { N: '2' } })
}, 60_000)

test('F19 stopped in the middle of a deletion, it waits for it and ends with 0', async () => {
  const message = await world.upload('deleted', thingsOf('deleted', 10))
  const release = world.proxy.hold('DeleteMessageBatch')
  const worker = await idleWorker(120)
  await world.send(message)
  await asked('DeleteMessageBatch')
  worker.terminate()
  await vi.waitFor(() => expect(worker.lines().map(({ message }) => message)).toContain('Stopping'))
  release()
  expect(await worker.exited).toBe(0)
  await world.queueIsEmpty()
}, 60_000)
