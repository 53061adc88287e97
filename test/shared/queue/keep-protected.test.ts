import { describe, expect, test } from 'vitest'
import { StevedoreError } from '../../../shared/platform/error.ts'
import { message } from './support/fake-queue.ts'
import { done, startWorker } from './support/start-worker.ts'

const MINUTE = 60_000
const throttled = new StevedoreError('dependency.unavailable', 'Rate exceeded')
const denied = new StevedoreError('dependency.denied', 'TASK_NOT_VALID')

describe('F32 a worker', () => {
  test('is protected before the first effect of its work', async () => {
    const { deliver, protection, started, settle } = await startWorker()
    const { promise, resolve } = Promise.withResolvers<void>()
    protection.fault = () => promise
    await deliver(message('a'), message('b'))
    expect(protection.changes).toEqual(['15 min'])
    expect(started()).toEqual([])
    resolve()
    await settle()
    expect(started()).toEqual(['a', 'b'])
  })

  test('is free again when it is idle, and protected no more often than it begins to be busy', async () => {
    const { deliver, work, protection, clock } = await startWorker()
    for (const id of ['a', 'b', 'c']) {
      await deliver(message(id))
      work(id).end(done)
      await clock.advance(1_900)
    }
    expect(protection.changes).toEqual(['15 min'])
    await clock.advance(200)
    expect(protection.changes).toEqual(['15 min', 'off'])
    await deliver(message('d'))
    expect(protection.changes).toEqual(['15 min', 'off', '15 min'])
  })

  test('that gets work while it is being freed is protected in the end', async () => {
    const { deliver, work, protection, clock, settle, started } = await startWorker()
    await deliver(message('a'))
    work('a').end(done)
    const { promise, resolve } = Promise.withResolvers<void>()
    protection.fault = () => promise
    await clock.advance(2_000)
    await deliver(message('b'))
    expect(protection.changes).toEqual(['15 min', 'off'])
    expect(started()).toEqual(['a'])
    resolve()
    await settle()
    expect(protection.changes).toEqual(['15 min', 'off', '15 min'])
    expect(started()).toEqual(['a', 'b'])
  })

  test('works on without protection where ECS refuses it, and says so once', async () => {
    const { deliver, protection, started, lines } = await startWorker()
    protection.fault = () => Promise.reject(denied)
    await deliver(message('a'))
    expect(started()).toEqual(['a'])
    expect(protection.changes).toHaveLength(1)
    expect(lines).toMatchObject([{ level: 'warn', error: { code: 'dependency.denied' } }])
  })

  test('asks again, three times in all, where that may help, and then works on', async () => {
    const { deliver, protection, started, clock, lines } = await startWorker()
    protection.fault = () => Promise.reject(throttled)
    await deliver(message('a'))
    await clock.advance(99)
    expect(protection.changes).toHaveLength(1)
    await clock.advance(1)
    expect(protection.changes).toHaveLength(2)
    expect(started()).toEqual([])
    await clock.advance(200)
    expect(protection.changes).toHaveLength(3)
    expect(started()).toEqual(['a'])
    expect(lines.filter(({ level }) => level === 'warn')).toHaveLength(1)
  })

  test('waits longer by chance between two tries', async () => {
    const { deliver, protection, clock } = await startWorker({ random: () => 1 })
    protection.fault = () => Promise.reject(throttled)
    await deliver(message('a'))
    await clock.advance(199)
    expect(protection.changes).toHaveLength(1)
    await clock.advance(1)
    expect(protection.changes).toHaveLength(2)
  })

  test('that is busy without a pause receives no more, ends what it has, is free for a while, and goes on', async () => {
    const { deliver, work, protection, queue, clock, settle } = await startWorker()
    await deliver(message('long'), message('longer'))
    await deliver()
    await clock.advance(14 * MINUTE)
    expect(queue.poll).toBeDefined()
    await deliver(message('last'))
    work('last').end(done)
    await settle()
    expect(queue.poll).toBeUndefined()
    work('long').end(done)
    await settle()
    expect(protection.changes).toEqual(['15 min'])
    work('longer').end(done)
    await settle()
    expect(protection.changes).toEqual(['15 min', 'off'])
    await clock.advance(9_999)
    expect(queue.poll).toBeUndefined()
    await clock.advance(1)
    expect(queue.poll).toBeDefined()
    await deliver(message('next'))
    expect(protection.changes).toEqual(['15 min', 'off', '15 min'])
  })

  test('that rests can be stopped at once', async () => {
    const { deliver, work, stop, ran, clock } = await startWorker()
    await deliver(message('a'))
    await clock.advance(14 * MINUTE)
    await deliver()
    work('a').end(done)
    await clock.advance(1)
    stop()
    expect(await ran).toEqual({ handedBack: 0 })
  })
})
