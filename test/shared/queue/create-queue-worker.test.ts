import { describe, expect, test } from 'vitest'
import { createLog } from '../../../shared/platform/log.ts'
import { createQueueWorker } from '../../../shared/queue/create-queue-worker.ts'
import type { MessageFate, QueueMessage } from '../../../shared/queue/message.ts'
import { createTestClock } from '../load/support/test-clock.ts'
import { createFakeQueue, message } from './support/fake-queue.ts'

interface Work {
  readonly id: string
  readonly signal: AbortSignal
  end(fate: MessageFate): void
  fail(error: Error): void
}

const done: MessageFate = { kind: 'done' }

/** A worker at its first poll. Work ends when the test says so, and in no other way. */
async function setup(options: { atOnce?: number } = {}) {
  const queue = createFakeQueue()
  const clock = createTestClock()
  const stop = new AbortController()
  const handBack = new AbortController()
  const works: Work[] = []
  const lines: Record<string, unknown>[] = []
  const worker = createQueueWorker({
    queue,
    clock,
    random: () => 0,
    handBack: handBack.signal,
    log: createLog('load-queue', (line) => lines.push(JSON.parse(line)), clock.now),
    handle: ({ id }, { signal }) => {
      const { promise, resolve, reject } = Promise.withResolvers<MessageFate>()
      works.push({ id, signal, end: resolve, fail: reject })
      return promise
    },
    ...options,
  })
  const ran = worker.run(stop.signal)
  const settle = () => clock.advance(0)
  await settle()

  return {
    ran,
    clock,
    stop: () => stop.abort(),
    handBack: () => handBack.abort(),
    queue,
    settle,
    lines,
    works,
    work: (id: string) => {
      const found = works.findLast((work) => work.id === id)
      if (!found) throw new Error(`${id} is not at work`)
      return found
    },
    deliver: async (...messages: readonly QueueMessage[]) => {
      queue.deliver(...messages)
      await settle()
    },
    started: () => works.map(({ id }) => id),
  }
}

describe('the fate of a message', () => {
  test('done: it is deleted', async () => {
    const { deliver, work, queue, settle } = await setup()
    await deliver(message('a'))
    work('a').end(done)
    await settle()
    expect(queue.removed).toEqual(['a'])
    expect(queue.visibility).toEqual([])
  })

  test.each([
    [1, 30],
    [2, 60],
    [4, 240],
    [50, 900],
  ])('not now, at delivery %i: it comes back after %i s', async (receiveCount, seconds) => {
    const { deliver, work, queue, settle } = await setup()
    await deliver(message('a', receiveCount))
    work('a').end({ kind: 'later', afterSeconds: 30 })
    await settle()
    expect(queue.visibility).toEqual([`a ${seconds}`])
    expect(queue.removed).toEqual([])
  })

  test('done, one after another: each is deleted', async () => {
    const { deliver, work, queue, settle } = await setup()
    for (const id of ['a', 'b', 'c']) {
      await deliver(message(id))
      work(id).end(done)
      await settle()
    }
    expect(queue.removed).toEqual(['a', 'b', 'c'])
  })

  test('not now for a time that is known: it comes back then, however often it came', async () => {
    const { deliver, work, queue, settle } = await setup()
    await deliver(message('a', 6))
    work('a').end({ kind: 'later', afterSeconds: 240, exactly: true })
    await settle()
    expect(queue.visibility).toEqual(['a 240'])
  })

  test('not now for longer than SQS hides a message: as long as it does', async () => {
    const { deliver, work, queue, clock, settle } = await setup()
    await deliver(message('a'))
    await clock.advance(90_500)
    work('a').end({ kind: 'later', afterSeconds: 50_000 })
    await settle()
    expect(queue.visibility.at(-1)).toBe(`a ${12 * 3600 - 91}`)
  })

  test('handed back: another worker may have it at once', async () => {
    const { deliver, work, queue, settle } = await setup()
    await deliver(message('a'))
    work('a').end({ kind: 'handed-back' })
    await settle()
    expect(queue.visibility).toEqual(['a 0'])
  })

  test('a bug: it is logged with its cause, comes back later, and the loop goes on', async () => {
    const { deliver, work, queue, settle, lines } = await setup()
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

describe('what is in hand', () => {
  test('F21 F24 stays hidden, at work or waiting its turn', async () => {
    const { deliver, queue, clock } = await setup()
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

  test('F22 is worked on when its renewal fails: the lease of the load is what counts', async () => {
    const { deliver, work, queue, clock, settle } = await setup()
    queue.faults.setVisibility = () => Promise.reject(new Error('throttled'))
    await deliver(message('a'))
    await clock.advance(60_000)
    expect(work('a').signal.aborted).toBe(false)
    work('a').end(done)
    await settle()
    expect(queue.removed).toEqual(['a'])
  })

  test('F25 is renewed no more once its fate is set, not even by a renewal on its way', async () => {
    const { deliver, work, queue, clock, settle } = await setup()
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
    const { deliver, work, queue, clock } = await setup()
    await deliver(message('a'))
    work('a').end(done)
    await clock.advance(60_000)
    expect(queue.removed).toEqual(['a'])
    expect(queue.visibility).toEqual([])
  })

  test('F31 is never given away by a renewal that comes too late', async () => {
    const { deliver, queue, clock } = await setup()
    await deliver(message('a'))
    await clock.advance((12 * 3600 + 60) * 1000)
    expect(queue.visibility.filter((set) => Number(set.split(' ')[1]) <= 0)).toEqual([])
  })

  test('F31 is handed back when SQS will soon hide it no longer', async () => {
    const { deliver, work, clock } = await setup()
    await deliver(message('a'))
    await clock.advance((12 * 3600 - 11 * 60) * 1000)
    expect(work('a').signal.aborted).toBe(false)
    await clock.advance(60_000)
    expect(work('a').signal.aborted).toBe(true)
  })

  test('is never more than may be worked at once', async () => {
    const { deliver, work, queue, started, settle } = await setup({ atOnce: 2 })
    expect(queue.poll?.max).toBe(2)
    await deliver(message('a'))
    expect(queue.poll?.max).toBe(1)
    await deliver(message('b'))
    expect(queue.poll).toBeUndefined()
    work('a').end(done)
    await settle()
    expect(queue.poll?.max).toBe(1)
    expect(started()).toEqual(['a', 'b'])
  })
})

test('F28 a message that comes a third time is worked alone, and its neighbours go on after it', async () => {
  const { deliver, work, queue, started, settle } = await setup()
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
  await settle()
  expect(queue.poll?.max).toBe(4)
})

describe('F26 what cannot be deleted', () => {
  test('is told, by message, and the rest of the batch is deleted', async () => {
    const { deliver, work, queue, settle, lines } = await setup()
    const { promise, resolve } = Promise.withResolvers<void>()
    queue.faults.remove = async ([first]) => {
      if (first?.id === 'a') await promise
      return [{ messageId: 'c', reason: 'ReceiptHandleIsInvalid: stale' }]
    }
    await deliver(message('a'), message('b'), message('c'), message('d'))
    for (const id of ['a', 'b', 'c', 'd']) work(id).end(done)
    await settle()
    resolve()
    await settle()
    expect(queue.removed).toEqual(['a', 'b', 'd'])
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 'error', messageId: 'c', reason: 'ReceiptHandleIsInvalid: stale' }),
    )
  })

  test('does not stop the loop where the whole call fails', async () => {
    const { deliver, work, queue, settle, lines } = await setup()
    queue.faults.remove = () => Promise.reject(new Error('no route'))
    await deliver(message('a'))
    work('a').end(done)
    await settle()
    expect(lines).toContainEqual(expect.objectContaining({ level: 'error', messageIds: ['a'] }))
    await deliver(message('b'))
    work('b')
  })
})

describe('F27 a queue that cannot be read', () => {
  test('is tried again, ever more slowly, and is read on when it is back', async () => {
    const { deliver, work, queue, clock, settle, lines } = await setup()
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
    const { ran, stop, queue, settle } = await setup()
    queue.failPoll(new Error('AccessDenied'))
    await settle()
    stop()
    expect(await ran).toEqual({ handedBack: 0 })
  })

  test('that has nothing is asked again', async () => {
    const { deliver, queue } = await setup()
    await deliver()
    await deliver()
    expect(queue.polls).toBe(3)
  })
})

describe('after SIGTERM', () => {
  test('F19 an idle worker ends at once, with nothing handed back and no fault told', async () => {
    const { ran, stop, lines } = await setup()
    stop()
    expect(await ran).toEqual({ handedBack: 0 })
    expect(lines.map(({ level }) => level)).toEqual(['debug'])
  })

  test('F20 what an open poll still brings is given back at once, and is no work of ours', async () => {
    const { ran, stop, queue, started } = await setup()
    queue.endsPollOnAbort = false
    stop()
    queue.deliver(message('late'), message('later', 4))
    expect(await ran).toEqual({ handedBack: 0 })
    expect(queue.visibility).toEqual(['late 0', 'later 0'])
    expect(started()).toEqual([])
  })

  test('F19 work in hand may finish, renewed meanwhile, and is deleted', async () => {
    const { ran, stop, deliver, work, queue, clock, settle } = await setup()
    await deliver(message('a'))
    stop()
    await clock.advance(25_000)
    expect(queue.visibility).toEqual(['a 60'])
    expect(queue.polls).toBe(2)
    work('a').end(done)
    await settle()
    expect(await ran).toEqual({ handedBack: 0 })
    expect(queue.removed).toEqual(['a'])
  })

  test('F19 work that does not finish in time is told to, and is handed back', async () => {
    const { ran, stop, handBack, deliver, work, queue, settle } = await setup()
    await deliver(message('a'), message('b'))
    stop()
    await settle()
    expect(work('a').signal.aborted).toBe(false)
    handBack()
    expect(work('a').signal.aborted).toBe(true)
    work('a').end({ kind: 'handed-back' })
    work('b').fail(new Error('aborted'))
    expect(await ran).toEqual({ handedBack: 2 })
    expect(queue.visibility.toSorted()).toEqual(['a 0', 'b 0'])
  })

  test('F19 what waits its turn goes back at once, not after the work before it', async () => {
    const { ran, stop, deliver, work, queue, settle } = await setup()
    await deliver(message('a'), message('suspect', 3))
    stop()
    await settle()
    expect(queue.visibility).toEqual(['suspect 0'])
    work('a').end(done)
    expect(await ran).toEqual({ handedBack: 1 })
  })

  test('F19 a deletion on its way is waited for', async () => {
    const { ran, stop, deliver, work, queue, settle } = await setup()
    const { promise, resolve } = Promise.withResolvers<void>()
    queue.faults.remove = async () => {
      await promise
      return []
    }
    await deliver(message('a'))
    work('a').end(done)
    await settle()
    stop()
    await settle()
    resolve()
    await ran
    expect(queue.removed).toEqual(['a'])
  })
})
