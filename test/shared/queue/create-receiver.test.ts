import { describe, expect, test } from 'vitest'
import { message } from './support/fake-queue.ts'
import { startWorker } from './support/start-worker.ts'

describe('F27 a queue that cannot be read', () => {
  test('is tried again, ever more slowly, and is read on when it is back', async () => {
    const { deliver, work, queue, clock, settle, lines } = await startWorker()
    for (const wait of [500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]) {
      const { polls } = queue
      queue.failPoll(new Error('AccessDenied'))
      await settle()
      await clock.advance(wait - 1)
      expect(queue.polls).toBe(polls)
      await clock.advance(1)
      expect(queue.polls).toBe(polls + 1)
    }
    expect(lines.filter(({ level }) => level === 'error')).toHaveLength(7)
    await deliver(message('a'))
    work('a')
    queue.failPoll(new Error('timeout'))
    await settle()
    await clock.advance(500)
    expect(queue.poll).toBeDefined()
  })

  test('does not keep the worker from stopping', async () => {
    const { ran, stop, queue, settle } = await startWorker()
    queue.failPoll(new Error('AccessDenied'))
    await settle()
    stop()
    expect(await ran).toEqual({ handedBack: 0 })
  })

  test('that has nothing is asked again', async () => {
    const { deliver, queue } = await startWorker()
    await deliver()
    await deliver()
    expect(queue.polls).toBe(3)
  })
})
