import { describe, expect, test } from 'vitest'
import { message } from './support/fake-queue.ts'
import { done, startWorker } from './support/start-worker.ts'

describe('the fate of a message', () => {
  test('done: it is deleted', async () => {
    const { deliver, work, queue, gather } = await startWorker()
    await deliver(message('a'))
    work('a').end(done)
    await gather()
    expect(queue.removed).toEqual(['a'])
    expect(queue.visibility).toEqual([])
  })

  test.each([
    [1, 30],
    [2, 60],
    [4, 240],
    [50, 900],
  ])('not now, at delivery %i: it comes back after %i s', async (receiveCount, seconds) => {
    const { deliver, work, queue, settle } = await startWorker()
    await deliver(message('a', receiveCount))
    work('a').end({ kind: 'later', afterSeconds: 30 })
    await settle()
    expect(queue.visibility).toEqual([`a ${seconds}`])
    expect(queue.removed).toEqual([])
  })

  test('done, one after another: each is deleted, those of a short while by one request', async () => {
    const { deliver, work, queue, settle, clock } = await startWorker()
    for (const id of ['a', 'b', 'c']) {
      await deliver(message(id))
      work(id).end(done)
      await settle()
      await clock.advance(90)
    }
    await clock.advance(200)
    expect(queue.deletions).toEqual([['a', 'b', 'c']])
  })

  test('done, ten at once: they are deleted without waiting for more', async () => {
    const { deliver, work, queue, settle } = await startWorker({ objectsAtOnce: 12 })
    const ids = Array.from({ length: 12 }, (_, index) => `m${index}`)
    await deliver(...ids.map((id) => message(id)))
    for (const id of ids) work(id).end(done)
    await settle()
    expect(queue.deletions.map((each) => each.length)).toEqual([10])
  })

  test('not now for a time that is known: it comes back then, however often it came', async () => {
    const { deliver, work, queue, settle } = await startWorker()
    await deliver(message('a', 6))
    work('a').end({ kind: 'later', afterSeconds: 240, exactly: true })
    await settle()
    expect(queue.visibility).toEqual(['a 240'])
  })

  test('not now for longer than SQS hides a message: as long as it does', async () => {
    const { deliver, work, queue, clock, settle } = await startWorker()
    await deliver(message('a'))
    await clock.advance(90_500)
    work('a').end({ kind: 'later', afterSeconds: 50_000 })
    await settle()
    expect(queue.visibility.at(-1)).toBe(`a ${12 * 3600 - 91}`)
  })

  test('handed back: another worker may have it at once', async () => {
    const { deliver, work, queue, settle } = await startWorker()
    await deliver(message('a'))
    work('a').end({ kind: 'handed-back' })
    await settle()
    expect(queue.visibility).toEqual(['a 0'])
  })

  test('a bug: it is logged with its cause, comes back later, and the loop goes on', async () => {
    const { deliver, work, queue, settle, lines } = await startWorker()
    await deliver(message('a', 2))
    work('a').fail(new RangeError('a bug'))
    await settle()
    expect(queue.visibility).toEqual(['a 60'])
    expect(lines).toContainEqual(
      expect.objectContaining({
        level: 'error',
        messageId: 'a',
        error: expect.objectContaining({ message: 'a bug' }),
      }),
    )
    await deliver(message('b'))
    expect(work('b').signal.aborted).toBe(false)
  })
})

describe('F26 what cannot be deleted', () => {
  test('is told, by message, and the rest of the batch is deleted', async () => {
    const { deliver, work, queue, gather, lines } = await startWorker()
    queue.faults.remove = async () => [{ messageId: 'c', reason: 'ReceiptHandleIsInvalid: stale' }]
    await deliver(message('a'), message('b'), message('c'), message('d'))
    for (const id of ['a', 'b', 'c', 'd']) work(id).end(done)
    await gather()
    expect(queue.removed).toEqual(['a', 'b', 'd'])
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 'error', messageId: 'c', reason: 'ReceiptHandleIsInvalid: stale' }),
    )
  })

  test('does not stop the loop where the whole call fails', async () => {
    const { deliver, work, queue, gather, lines } = await startWorker()
    queue.faults.remove = () => Promise.reject(new Error('no route'))
    await deliver(message('a'))
    work('a').end(done)
    await gather()
    expect(lines).toContainEqual(expect.objectContaining({ level: 'error', messageIds: ['a'] }))
    await deliver(message('b'))
    work('b')
  })
})

describe('F22 a message whose visibility ran out', () => {
  test.each([
    ['done', done],
    ['for later', { kind: 'later', afterSeconds: 30 }],
    ['handed back', { kind: 'handed-back' }],
  ] as const)('is let be with its stale receipt, and that is told: its work is %s', async (_, fate) => {
    const { deliver, work, queue, clock, gather, lines } = await startWorker()
    queue.faults.setVisibility = () => Promise.reject(new Error('throttled'))
    await deliver(message('a'))
    await clock.advance(60_001)
    expect(work('a').signal.aborted).toBe(false)
    queue.faults = {}
    work('a').end(fate)
    await gather()
    expect(queue.removed).toEqual([])
    expect(queue.visibility).toEqual([])
    expect(lines.at(-1)).toMatchObject({ level: 'warn', messageId: 'a' })
  })

  test('is let be when the machine slept, which the monotonic clock does not tell', async () => {
    const { deliver, work, queue, clock, gather } = await startWorker()
    await deliver(message('a'))
    clock.setWall(clock.now() + 90_000)
    work('a').end(done)
    await gather()
    expect(queue.removed).toEqual([])
  })

  test('is deleted where a later renewal went through', async () => {
    const { deliver, work, queue, clock, gather } = await startWorker()
    let failing = 2
    queue.faults.setVisibility = () =>
      failing-- > 0 ? Promise.reject(new Error('throttled')) : Promise.resolve()
    await deliver(message('a'))
    await clock.advance(110_000)
    work('a').end(done)
    await gather()
    expect(queue.removed).toEqual(['a'])
  })

  test('is not begun when it waited for so long', async () => {
    const { deliver, work, queue, clock, started, settle } = await startWorker()
    await deliver(message('a'), message('suspect', 3))
    queue.faults.setVisibility = ({ id }) =>
      id === 'suspect' ? Promise.reject(new Error('throttled')) : Promise.resolve()
    await clock.advance(60_001)
    work('a').end(done)
    await settle()
    expect(started()).toEqual(['a'])
    await clock.advance(1_000)
    expect(queue.poll).toBeDefined()
  })
})
