import { describe, expect, test } from 'vitest'
import { message } from './support/fake-queue.ts'
import { done, startWorker } from './support/start-worker.ts'

test('F28 a message that comes a third time is worked alone, and its neighbours go on after it', async () => {
  const { deliver, work, queue, started, settle, gather } = await startWorker()
  await deliver(message('a'), message('poison', 3), message('b'), message('more', 7))
  expect(started()).toEqual(['a', 'b'])
  expect(queue.poll).toBeUndefined()
  work('a').end(done)
  await settle()
  expect(started()).toEqual(['a', 'b'])
  work('b').end(done)
  await settle()
  expect(started()).toEqual(['a', 'b', 'poison'])
  expect(queue.poll).toBeUndefined()
  work('poison').end(done)
  await settle()
  expect(started()).toEqual(['a', 'b', 'poison', 'more'])
  work('more').end(done)
  await gather()
  expect(queue.poll?.max).toBe(10)
})

describe('after SIGTERM', () => {
  test('F19 an idle worker ends with its poll, with nothing handed back and no fault told', async () => {
    const { ran, stop, queue, settle, lines } = await startWorker()
    stop()
    await settle()
    expect(queue.poll?.signal.aborted).toBe(false)
    queue.deliver()
    expect(await ran).toEqual({ handedBack: 0 })
    expect(queue.polls).toBe(1)
    expect(lines.map(({ level }) => level)).toEqual(['debug'])
  })

  test('F20 what an open poll still brings is given back at once, and is no work of ours', async () => {
    const { ran, stop, queue, started } = await startWorker()
    stop()
    queue.deliver(message('late'), message('later', 4))
    expect(await ran).toEqual({ handedBack: 0 })
    expect(queue.visibility.toSorted()).toEqual(['late 0', 'later 0'])
    expect(started()).toEqual([])
  })

  test('F20 a poll that hangs is broken off when the time to hand back has come', async () => {
    const { ran, stop, handBack, lines } = await startWorker()
    stop()
    handBack()
    expect(await ran).toEqual({ handedBack: 0 })
    expect(lines.map(({ level }) => level)).toEqual(['debug'])
  })

  test('F19 work in hand may finish, renewed meanwhile, and is deleted', async () => {
    const { ran, stop, deliver, work, queue, clock, settle } = await startWorker()
    await deliver(message('a'))
    stop()
    queue.deliver()
    await clock.advance(25_000)
    expect(queue.visibility).toEqual(['a 60'])
    expect(queue.polls).toBe(2)
    work('a').end(done)
    await settle()
    expect(await ran).toEqual({ handedBack: 0 })
    expect(queue.removed).toEqual(['a'])
  })

  test('F19 work that does not finish in time is told to, and is handed back', async () => {
    const { ran, stop, handBack, deliver, work, queue, settle } = await startWorker()
    await deliver(message('a'), message('b'))
    stop()
    await settle()
    expect(work('a').signal.aborted).toBe(false)
    queue.deliver()
    handBack()
    expect(work('a').signal.aborted).toBe(true)
    work('a').end({ kind: 'handed-back' })
    work('b').fail(new Error('aborted'))
    expect(await ran).toEqual({ handedBack: 2 })
    expect(queue.visibility.toSorted()).toEqual(['a 0', 'b 0'])
  })

  test('F19 F25 what waits its turn goes back at once, not after the work before it, and is renewed no more', async () => {
    const { ran, stop, deliver, work, queue, settle, clock } = await startWorker()
    await deliver(message('a'), message('suspect', 3))
    stop()
    await settle()
    expect(queue.visibility).toEqual(['suspect 0'])
    await clock.advance(25_000)
    expect(queue.visibility).toEqual(['suspect 0', 'a 60'])
    work('a').end(done)
    expect(await ran).toEqual({ handedBack: 1 })
  })

  test('F19 a deletion on its way is waited for, and one that gathers goes at once', async () => {
    const { ran, stop, deliver, work, queue, gather, settle } = await startWorker()
    const { promise, resolve } = Promise.withResolvers<void>()
    queue.faults.remove = async () => {
      await promise
      return []
    }
    await deliver(message('a'), message('b'))
    work('a').end(done)
    await gather()
    work('b').end(done)
    stop()
    queue.deliver()
    await settle()
    expect(queue.deletions).toEqual([['a']])
    resolve()
    await ran
    expect(queue.removed).toEqual(['a', 'b'])
  })
})
