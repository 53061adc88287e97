import { describe, expect, test } from 'vitest'
import type { LoadItem } from '../../../shared/load/ledger.ts'
import { createAnswerStop, type LaunchedTask } from '../../../shared/stop/answer-stop.ts'
import { classifyStop } from '../../../shared/stop/classify-stop.ts'
import { createMemoryLaunchLedger } from '../launch/support/memory-launch-ledger.ts'
import { createMemoryLedger } from '../load/support/memory-ledger.ts'
import { createTestClock } from '../load/support/test-clock.ts'
import { createMemoryStopLedger } from './support/memory-stop-ledger.ts'
import { stoppedTask } from './support/stop-event.ts'

const START = '2026-03-02T08:20:00.000Z'
const LAUNCHED = stoppedTask('killed').launched as LaunchedTask['launched']
const ID = {
  object: `s3://${LAUNCHED.object.bucket}/${LAUNCHED.object.key}`,
  version: LAUNCHED.object.versionId,
}

function setup(event: string, given: Partial<LoadItem> | 'no item' = {}) {
  const ledger = createMemoryLedger()
  const clock = createTestClock(Date.parse(START))
  const task = stoppedTask(event) as LaunchedTask
  if (given !== 'no item') {
    ledger.put({
      ...ID,
      status: 'loading',
      statusAt: '2026-03-02T08:16:10.000Z',
      attempt: 1,
      fruitless: 0,
      owner: 'token',
      taskArn: task.taskArn,
      launch: { number: 1, capacity: 'spot' },
      ...given,
    })
  }
  const sent: { launch?: number; capacity?: string; delaySeconds: number }[] = []
  const letters: { attempt: number; reason: string }[] = []
  const answerStop = createAnswerStop({
    ledger,
    launches: createMemoryLaunchLedger(ledger),
    stops: createMemoryStopLedger(ledger),
    queue: {
      send: async ({ launch, capacity }, delaySeconds) =>
        void sent.push({ launch: launch ?? 0, capacity: capacity ?? '', delaySeconds }),
    },
    deadLetters: { send: async ({ attempt, reason }) => void letters.push({ attempt, reason }) },
    clock,
  })
  return {
    answer: async () => (await answerStop(task, classifyStop(task))).answer,
    item: () => ledger.items()[0],
    clock,
    ledger,
    sent,
    letters,
    task,
  }
}

const queued = { status: 'queued', attempt: 0, owner: '', taskArn: '' } as const

describe('a task that died with its load', () => {
  test('F38 sends the next launch at once, under the next number', async () => {
    const { answer, item, sent, task } = setup('killed')
    expect(await answer()).toMatchObject({ kind: 'launch', launch: { number: 2, capacity: 'spot' } })
    expect(sent).toEqual([{ launch: 2, capacity: 'spot', delaySeconds: 0 }])
    expect(item()).toMatchObject({
      status: 'loading',
      fruitless: 0,
      launch: { number: 2, stops: [task.taskArn], notBefore: START },
    })
  })

  test('F81 reported again, sends the same launch as it stands', async () => {
    const { answer, item, sent } = setup('killed')
    await answer()
    const first = item()
    await answer()
    expect(item()).toEqual(first)
    expect(sent.map(({ launch }) => launch)).toEqual([2, 2])
  })

  test('F39 goes on where AWS takes nothing back, after a Spot loss', async () => {
    const { answer, sent } = setup('spot')
    await answer()
    expect(sent).toEqual([{ launch: 2, capacity: 'on-demand', delaySeconds: 0 }])
  })

  test('gets more memory after it ran out of it, and keeps that ever after', async () => {
    const { answer, item } = setup('out-of-memory')
    expect(await answer()).toMatchObject({ launch: { number: 2, size: 'larger' } })
    expect(item()?.launch).toMatchObject({ size: 'larger' })
    const after = setup('killed', { launch: { number: 1, capacity: 'spot', size: 'larger' } })
    expect(await after.answer()).toMatchObject({ launch: { number: 2, size: 'larger' } })
  })

  test('waits as its next attempt will, after attempts that came no further', async () => {
    const { answer, sent } = setup('killed', { fruitless: 1, statusAt: START })
    await answer()
    expect(sent[0]?.delaySeconds).toBe(60)
  })

  test('does not wait where its last attempt left a checkpoint, or was handed back', async () => {
    const ahead = setup('killed', { fruitless: 1, statusAt: START, checkpoint: { attempt: 1 } })
    await ahead.answer()
    expect(ahead.sent[0]?.delaySeconds).toBe(0)
    const { answer, ledger, item, sent } = setup('person', { fruitless: 1, statusAt: START })
    const { owner: _given, ...handedBack } = item() as LoadItem
    ledger.put(handedBack)
    await answer()
    expect(sent[0]?.delaySeconds).toBe(0)
  })

  test.each(['unavailable', 'try-again'])('%s comes later, and later each time', async (event) => {
    const { answer, sent } = setup(event)
    await answer()
    expect(sent[0]?.delaySeconds).toBe(30)
    const third = setup(event, { launch: { number: 3, capacity: 'spot', stops: ['arn:1', 'arn:2'] } })
    await third.answer()
    expect(third.sent[0]?.delaySeconds).toBe(120)
  })

  test('is answered whoever holds the load by now', async () => {
    const { answer, item } = setup('killed', {
      taskArn: 'arn:another',
      launch: { number: 4, capacity: 'spot' },
    })
    expect(await answer()).toMatchObject({ kind: 'launch', launch: { number: 5 } })
    expect(item()?.fruitless).toBe(0)
  })
})

describe('F37 a task that never began', () => {
  test('counts as fruitless, and the next one waits', async () => {
    const { answer, item, sent } = setup('image-pull', { ...queued, fruitless: 1 })
    await answer()
    expect(item()?.fruitless).toBe(2)
    expect(sent).toEqual([{ launch: 2, capacity: 'spot', delaySeconds: 60 }])
  })

  test('keeps its wait when the stop is reported again', async () => {
    const { answer, clock, sent } = setup('image-pull', { ...queued, fruitless: 1 })
    await answer()
    await clock.advance(20_000)
    await answer()
    expect(sent.map(({ delaySeconds }) => delaySeconds)).toEqual([60, 40])
  })

  test('five times in a row is failed, and a person is told by the dead letter', async () => {
    const { answer, item, sent, letters } = setup('image-pull', { ...queued, fruitless: 4 })
    expect(await answer()).toMatchObject({ kind: 'failed', error: { code: 'launch.failed' } })
    expect(item()).toMatchObject({ status: 'failed', fruitless: 5, error: { code: 'launch.failed' } })
    expect(letters).toEqual([{ attempt: 0, reason: expect.stringContaining('CannotPullContainerError') }])
    expect(sent).toEqual([])
  })

  test('F35 for want of capacity goes to the other one, and never counts', async () => {
    const { answer, item, sent } = setup('capacity', { ...queued, fruitless: 4 })
    await answer()
    expect(item()?.fruitless).toBe(4)
    expect(sent).toEqual([{ launch: 2, capacity: 'on-demand', delaySeconds: 30 }])
  })

  test('of which the ledger has nothing is entered, and launched', async () => {
    const { answer, item, sent } = setup('network', 'no item')
    expect(await answer()).toMatchObject({ kind: 'launch', launch: { number: 2, capacity: 'on-demand' } })
    expect(item()).toMatchObject({ status: 'queued', fruitless: 1 })
    expect(sent).toHaveLength(1)
  })

  test('does not count once a later launch has taken over', async () => {
    const { answer, item } = setup('image-pull', { ...queued, launch: { number: 2, capacity: 'spot' } })
    await answer()
    expect(item()).toMatchObject({ fruitless: 0, launch: { number: 3 } })
  })
})

describe('a task that needs a person (64)', () => {
  test.each([
    ['held its load', {}],
    ['never began it', queued],
    ['found it left by a task before', { taskArn: 'arn:0', launch: { number: 1, stops: ['arn:0'] } }],
  ])('and %s makes it failed, and nothing is launched', async (_what, given) => {
    const { answer, item, sent, letters } = setup('needs-a-person', given)
    expect(await answer()).toMatchObject({ kind: 'failed', error: { code: 'config.invalid' } })
    expect(item()?.status).toBe('failed')
    expect(letters).toHaveLength(1)
    expect(sent).toEqual([])
  })

  test('leaves a load that another task holds', async () => {
    const { answer, item, letters } = setup('needs-a-person', { taskArn: 'arn:another' })
    expect(await answer()).toEqual({ kind: 'left' })
    expect(item()?.status).toBe('loading')
    expect(letters).toEqual([])
  })
})

test.each(['done', 'bad-data'])('%s: nothing is sent', async (event) => {
  const { answer, sent } = setup(event, { taskArn: 'arn:another' })
  expect(await answer()).toEqual({ kind: 'nothing' })
  expect(sent).toEqual([])
})

test('a load at its end gets no launch', async () => {
  const { answer, sent } = setup('killed', { status: 'loaded' })
  expect(await answer()).toEqual({ kind: 'ended', status: 'loaded' })
  expect(sent).toEqual([])
})

test('looks again when others move the load meanwhile, and gives up for now after some rounds', async () => {
  const { task, sent } = setup('killed')
  const ledger = createMemoryLedger()
  const stops = createMemoryStopLedger(ledger)
  let refusals = 0
  const answerStop = createAnswerStop({
    ledger: {
      ...ledger,
      read: async () => ({
        ...ID,
        status: 'loading',
        statusAt: START,
        attempt: 1,
        fruitless: 0,
        taskArn: task.taskArn,
      }),
    },
    launches: createMemoryLaunchLedger(ledger),
    stops: {
      answer: async (...given) => {
        refusals++
        return stops.answer(...given)
      },
    },
    queue: { send: async () => Promise.reject(new Error('not expected')) },
    deadLetters: { send: async () => Promise.reject(new Error('not expected')) },
    clock: createTestClock(),
  })
  await expect(answerStop(task, classifyStop(task))).rejects.toMatchObject({ code: 'dependency.unavailable' })
  expect(refusals).toBe(5)
  expect(sent).toEqual([])
})
