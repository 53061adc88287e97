import { describe, expect, test } from 'vitest'
import { message } from './support/fake-queue.ts'
import { done, startWorker } from './support/start-worker.ts'

describe('what is in hand', () => {
  test('F21 F24 stays hidden, at work or waiting its turn', async () => {
    const { deliver, queue, clock } = await startWorker()
    await deliver(message('busy'), message('suspect', 3))
    await clock.advance(60_000)
    expect(queue.visibility).toEqual([
      'busy 60',
      'suspect 60',
      'busy 60',
      'suspect 60',
      'busy 60',
      'suspect 60',
    ])
  })

  test('F25 is renewed no more once its fate is set, not even by a renewal on its way', async () => {
    const { deliver, work, queue, clock, settle } = await startWorker()
    const { promise, resolve } = Promise.withResolvers<void>()
    queue.faults.setVisibility = (_of, seconds) => (seconds === 60 ? promise : Promise.resolve())
    await deliver(message('a'))
    await clock.advance(20_000)
    work('a').end({ kind: 'later', afterSeconds: 30 })
    await settle()
    expect(queue.visibility).toEqual([])
    resolve()
    await settle()
    expect(queue.visibility).toEqual(['a 60', 'a 30'])
    await clock.advance(100_000)
    expect(queue.visibility).toEqual(['a 60', 'a 30'])
  })

  test('is renewed no more once it is deleted', async () => {
    const { deliver, work, queue, clock } = await startWorker()
    await deliver(message('a'))
    work('a').end(done)
    await clock.advance(60_000)
    expect(queue.removed).toEqual(['a'])
    expect(queue.visibility).toEqual([])
  })

  test('F31 is never given away by a renewal that comes too late, nor hidden for longer than SQS does', async () => {
    const { deliver, queue, clock } = await startWorker()
    await deliver(message('a'))
    await clock.advance((12 * 3600 + 60) * 1000)
    expect(queue.visibility.filter((set) => Number(set.split(' ')[1]) <= 0)).toEqual([])
    expect(queue.visibility.slice(-3)).toEqual(['a 60', 'a 40', 'a 20'])
  })

  test('F31 is handed back when SQS will soon hide it no longer', async () => {
    const { deliver, work, clock } = await startWorker()
    await deliver(message('a'))
    await clock.advance((12 * 3600 - 11 * 60) * 1000)
    expect(work('a').signal.aborted).toBe(false)
    await clock.advance(60_000)
    expect(work('a').signal.aborted).toBe(true)
  })
})
