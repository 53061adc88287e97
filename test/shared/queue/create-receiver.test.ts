import { describe, expect, test } from 'vitest'
import { message } from './support/fake-queue.ts'
import { done, startWorker } from './support/start-worker.ts'

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

describe('a receive', () => {
  test('asks for as many as may be worked at once, and waits 5 s', async () => {
    const { queue } = await startWorker({ objectsAtOnce: 7 })
    expect(queue.poll).toMatchObject({ max: 7, waitSeconds: 5, visibilitySeconds: 60 })
  })

  test('is not made while all that may be worked is at work', async () => {
    const { deliver, work, queue, started, gather } = await startWorker({ objectsAtOnce: 2 })
    await deliver(message('a'), message('b'))
    expect(queue.poll).toBeUndefined()
    work('a').end(done)
    await gather()
    expect(queue.poll?.max).toBe(1)
    expect(started()).toEqual(['a', 'b'])
  })

  test('waits a little for more places, and no longer when half of them are free', async () => {
    const { deliver, work, queue, clock, settle } = await startWorker({ objectsAtOnce: 4 })
    await deliver(message('a'), message('b'), message('c'), message('d'))
    work('a').end(done)
    await clock.advance(199)
    expect(queue.poll).toBeUndefined()
    work('b').end(done)
    await settle()
    expect(queue.poll?.max).toBe(2)
  })

  test('is not made for more while an object waits until there are bytes for it', async () => {
    const bytesOf = ({ id }: { id: string }) => (id === 'small' ? 1 : 6)
    const { deliver, work, queue, started, settle, gather } = await startWorker({ bytesAtOnce: 10, bytesOf })
    await deliver(message('large'), message('larger'), message('small'))
    expect(started()).toEqual(['large', 'small'])
    work('small').end(done)
    await gather()
    expect(queue.poll).toBeUndefined()
    work('large').end(done)
    await settle()
    expect(started()).toEqual(['large', 'small', 'larger'])
    await gather()
    expect(queue.poll).toBeDefined()
  })
})
