import { describe, expect, test } from 'vitest'
import { createLaunchLoad } from '../../../shared/launch/create-launch-load.ts'
import type { SetAside } from '../../../shared/launch/set-aside-hourly.ts'
import type { LaunchAnswer, TaskToLaunch } from '../../../shared/launch/task-launcher.ts'
import type { DeadLetter } from '../../../shared/load/dead-letter.ts'
import type { LoadItem } from '../../../shared/load/ledger.ts'
import { StevedoreError } from '../../../shared/platform/error.ts'
import { createMemoryLedger } from '../load/support/memory-ledger.ts'
import { createTestClock } from '../load/support/test-clock.ts'
import { createMemoryLaunchLedger } from './support/memory-launch-ledger.ts'

const object = { bucket: 'landing', key: 'big.csv', versionId: 'v1', sizeBytes: 5_000_000 }
const id = { object: 's3://landing/big.csv', version: 'v1' }
const started: LaunchAnswer = { kind: 'started', taskArn: 'arn:task/1' }
const noCapacity: LaunchAnswer = { kind: 'no-capacity', reason: 'Capacity is unavailable at this time' }
const denied = new StevedoreError('launch.failed', 'ECS will not start it: AccessDeniedException')

function setup(
  options: {
    answers?: readonly LaunchAnswer[]
    item?: Partial<LoadItem>
    ended?: boolean
    duringLaunch?: () => void
    setAside?: SetAside
  } = {},
) {
  const answers = [...(options.answers ?? [started, started, started])]
  const clock = createTestClock()
  const ledger = createMemoryLedger()
  const events: string[] = []
  const tasks: TaskToLaunch[] = []
  const sent: { message: object; delaySeconds: number }[] = []
  const letters: DeadLetter[] = []
  const asked: string[] = []
  if (options.item) {
    const time = '2026-01-01T00:00:00.000Z'
    ledger.put({ ...id, status: 'queued', statusAt: time, attempt: 0, fruitless: 0, ...options.item })
  }
  const launchLoad = createLaunchLoad({
    launches: createMemoryLaunchLedger(ledger),
    setAside: async () => options.setAside,
    ledger: {
      change: async (...change) => {
        events.push(`ledger ${change[2].set.status}`)
        return ledger.change(...change)
      },
    },
    tasks: {
      hasEnded: async (taskArn) => {
        asked.push(taskArn)
        return options.ended ?? false
      },
      launch: async (task) => {
        tasks.push(task)
        options.duringLaunch?.()
        const answer = answers.shift()
        if (!answer) throw new Error('No more launch was expected')
        return answer
      },
    },
    queue: { send: async (message, delaySeconds) => void sent.push({ message, delaySeconds }) },
    deadLetters: {
      send: async (letter) => {
        events.push('dead letter')
        letters.push(letter)
      },
    },
    capacity: 'spot',
    sizes: {
      small: { cpu: 256, memory: 512 },
      large: { cpu: 1024, memory: 2048 },
      largest: { cpu: 1024, memory: 4096 },
    },
    clock,
    random: () => 0,
  })
  const item = () => ledger.items()[0]
  return { launchLoad, ledger, tasks, asked, sent, letters, events, item }
}

test('no task is started for what needs none', async () => {
  const setAside = { kind: 'set-aside', status: 'queued' } as const
  const { launchLoad, tasks, events } = setup({ setAside })
  expect(await launchLoad({ object, launchNumber: 1 })).toEqual(setAside)
  expect([tasks, events]).toEqual([[], []])
})

describe('a launch', () => {
  test('that ECS refuses fails its load, whatever an attempt before it left', async () => {
    const { launchLoad, item } = setup({
      answers: [{ kind: 'refused', error: denied }],
      item: { status: 'loading', attempt: 2, checkpoint: { attempt: 2 }, launch: { number: 1 } },
    })
    expect(await launchLoad({ object, launchNumber: 2 })).toMatchObject({ kind: 'failed' })
    expect(item()).toMatchObject({ status: 'failed', attempt: 2 })
    expect(item()).not.toHaveProperty('checkpoint')
  })

  test('that ECS refuses fails no load that another began meanwhile', async () => {
    const { launchLoad, ledger, item } = setup({
      answers: [{ kind: 'refused', error: denied }],
      duringLaunch: () => {
        const [queued] = ledger.items()
        if (queued) ledger.put({ ...queued, status: 'loading', attempt: 1 })
      },
    })
    expect(await launchLoad({ object, launchNumber: 1 })).toMatchObject({ kind: 'not-now' })
    expect(item()).toMatchObject({ status: 'loading', attempt: 1 })
  })

  test('of a redriven message over a load that never had one is the first', async () => {
    const { launchLoad, item } = setup({ item: { status: 'queued', attempt: 3 } })
    expect(await launchLoad({ object, launchNumber: 1, attempt: 2 })).toMatchObject({ kind: 'launched' })
    expect(item()).toMatchObject({ launch: { number: 1, capacity: 'spot' } })
  })

  test('writes the load as queued, with number and capacity, and starts one task', async () => {
    const { launchLoad, tasks, item } = setup()
    expect(await launchLoad({ object, launchNumber: 1 })).toEqual({
      kind: 'launched',
      launch: { number: 1, capacity: 'spot' },
      taskArn: 'arn:task/1',
    })
    expect(item()).toMatchObject({ status: 'queued', attempt: 0, launch: { number: 1, capacity: 'spot' } })
    expect(tasks).toHaveLength(1)
    expect(tasks[0]).toMatchObject({ capacity: 'spot' })
  })

  test('F18 whose task has ended over an open load sends the next one, on the same capacity', async () => {
    const { launchLoad, sent } = setup({
      ended: true,
      item: { status: 'loading', attempt: 1, launch: { number: 1, capacity: 'on-demand' } },
    })
    expect(await launchLoad({ object, launchNumber: 1 })).toEqual({
      kind: 'relaunched',
      next: { number: 2, capacity: 'on-demand' },
    })
    expect(sent).toEqual([
      { message: { object, launch: 2, capacity: 'on-demand', reason: 'task ended' }, delaySeconds: 0 },
    ])
  })

  test('F36 asks after the task that claimed the load where RunTask names none', async () => {
    const { launchLoad, asked } = setup({
      answers: [{ kind: 'started' }],
      item: { status: 'loading', attempt: 1, taskArn: 'arn:task/7', launch: { number: 1, capacity: 'spot' } },
    })
    expect(await launchLoad({ object, launchNumber: 1 })).toMatchObject({ kind: 'at-work' })
    expect(asked).toEqual(['arn:task/7'])
  })

  test('F36 a launch that follows on the task that began the load is done with: its own stop will be answered', async () => {
    const { launchLoad, asked, sent } = setup({
      item: {
        status: 'loading',
        attempt: 1,
        taskArn: 'arn:task/dead',
        launch: { number: 2, capacity: 'spot' },
      },
    })
    expect(await launchLoad({ object, launchNumber: 2 })).toMatchObject({ kind: 'launched' })
    expect([asked, sent]).toEqual([[], []])
  })

  test('a launch for want of memory is raised with the size that the ledger has, and started so', async () => {
    const { launchLoad, item, tasks } = setup({
      item: { status: 'queued', launch: { number: 1, capacity: 'spot', size: 'larger' } },
    })
    await launchLoad({ object, launchNumber: 2 })
    expect(item()?.launch).toMatchObject({ number: 2, size: 'larger' })
    expect(tasks[0]?.override).toMatchObject({ cpu: '1024', memory: '2048' })
  })

  test('F36 delivered again while its task is at work is kept until the end of that task is known', async () => {
    const { launchLoad, sent } = setup({
      item: { status: 'loading', attempt: 1, launch: { number: 1, capacity: 'spot' } },
    })
    expect(await launchLoad({ object, launchNumber: 1 })).toEqual({
      kind: 'at-work',
      launch: { number: 1, capacity: 'spot' },
    })
    expect(sent).toEqual([])
  })

  test('F01 F36 delivered twice asks for the very same task', async () => {
    const { launchLoad, tasks } = setup()
    await launchLoad({ object, launchNumber: 1 })
    await launchLoad({ object, launchNumber: 1 })
    expect(tasks).toHaveLength(2)
    expect(tasks[1]).toEqual(tasks[0])
  })

  test('F36 keeps the capacity of its first delivery, whatever a second one says', async () => {
    const { launchLoad, tasks } = setup()
    await launchLoad({ object, launchNumber: 1, capacity: 'on-demand' })
    await launchLoad({ object, launchNumber: 1, capacity: 'spot' })
    expect(tasks.map(({ capacity }) => capacity)).toEqual(['on-demand', 'on-demand'])
  })

  test('F36 with the next number is another task', async () => {
    const { launchLoad, tasks, item } = setup()
    await launchLoad({ object, launchNumber: 1 })
    await launchLoad({ object, launchNumber: 2, capacity: 'on-demand' })
    expect(item()).toMatchObject({ launch: { number: 2, capacity: 'on-demand' } })
    expect(tasks[1]?.token).not.toBe(tasks[0]?.token)
    expect(tasks[1]?.startedBy).toBe(tasks[0]?.startedBy)
  })

  test('with a lower number starts nothing', async () => {
    const { launchLoad, tasks } = setup({ item: { status: 'loading', attempt: 1, launch: { number: 3 } } })
    expect(await launchLoad({ object, launchNumber: 2 })).toEqual({ kind: 'outdated', number: 3 })
    expect(tasks).toEqual([])
  })

  test('keeps the stops that the ledger has recorded', async () => {
    const { launchLoad, item } = setup({ item: { launch: { number: 1, stops: ['arn:task/0'] } } })
    await launchLoad({ object, launchNumber: 2, capacity: 'on-demand' })
    expect(item()?.launch).toEqual({ number: 2, capacity: 'on-demand', stops: ['arn:task/0'] })
  })

  test('takes over a load that so far knows no launch', async () => {
    const { launchLoad, item } = setup({ item: { status: 'loading', attempt: 1 } })
    expect(await launchLoad({ object, launchNumber: 1 })).toMatchObject({ kind: 'launched' })
    expect(item()).toMatchObject({ status: 'loading', launch: { number: 1, capacity: 'spot' } })
  })

  test.each(['loaded', 'rejected', 'failed', 'superseded', 'gone', 'ignored'] as const)(
    'F01 of a load that is %s starts nothing',
    async (status) => {
      const { launchLoad, tasks, item } = setup({ item: { status, attempt: 2, launch: { number: 1 } } })
      const before = item()
      expect(await launchLoad({ object, launchNumber: 2 })).toEqual({ kind: 'already', status })
      expect(tasks).toEqual([])
      expect(item()).toEqual(before)
    },
  )
})

describe('a message redriven from the dead letters', () => {
  const failed = {
    status: 'failed',
    attempt: 3,
    fruitless: 5,
    launch: { number: 4 },
    checkpoint: { attempt: 3 },
  } as const

  test('opens the failed load again, under the next launch', async () => {
    const { launchLoad, tasks, item } = setup({ item: failed })
    expect(await launchLoad({ object, launchNumber: 1, attempt: 3 })).toMatchObject({
      kind: 'launched',
      launch: { number: 5, capacity: 'spot' },
    })
    expect(item()).toMatchObject({ status: 'queued', attempt: 4, fruitless: 0, launch: { number: 5 } })
    expect(item()).not.toHaveProperty('checkpoint')
    expect(tasks).toHaveLength(1)
  })

  test('delivered again asks for the same task, though it opened the load under a number it cannot know', async () => {
    const { launchLoad, tasks } = setup({
      item: failed,
      answers: [
        { kind: 'not-now', error: new StevedoreError('dependency.unavailable', 'throttled') },
        started,
      ],
    })
    expect(await launchLoad({ object, launchNumber: 1, attempt: 3 })).toMatchObject({ kind: 'not-now' })
    expect(await launchLoad({ object, launchNumber: 1, attempt: 3 })).toMatchObject({ kind: 'launched' })
    expect(tasks[1]).toEqual(tasks[0])
  })

  test('opens nothing where the load has failed anew since', async () => {
    const { launchLoad, tasks } = setup({ item: failed })
    expect(await launchLoad({ object, launchNumber: 1, attempt: 2 })).toEqual({
      kind: 'already',
      status: 'failed',
    })
    expect(tasks).toEqual([])
  })
})

describe('F35 no capacity', () => {
  test('sends the next launch with the other capacity, at once', async () => {
    const { launchLoad, sent, item } = setup({ answers: [noCapacity] })
    expect(await launchLoad({ object, launchNumber: 1 })).toMatchObject({
      kind: 'no-capacity',
      next: { number: 2, capacity: 'on-demand' },
      delaySeconds: 0,
    })
    expect(sent).toEqual([
      {
        message: {
          object,
          launch: 2,
          capacity: 'on-demand',
          withoutCapacity: 1,
          reason: 'Capacity is unavailable at this time',
        },
        delaySeconds: 0,
      },
    ])
    expect(item()).toMatchObject({ status: 'queued', fruitless: 0, launch: { number: 1 } })
  })

  test('goes back and forth for as long as it takes, ever more slowly, and counts as nothing', async () => {
    const { launchLoad, sent, item, letters } = setup({ answers: Array(12).fill(noCapacity) })
    for (let launch = 1; launch <= 12; launch++) {
      await launchLoad({ object, launchNumber: launch, withoutCapacity: launch - 1 })
    }
    expect(sent.map(({ delaySeconds }) => delaySeconds)).toEqual([
      0, 5, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900,
    ])
    expect(item()).toMatchObject({ status: 'queued', fruitless: 0 })
    expect(letters).toEqual([])
  })
})

describe('a launch that ECS refuses', () => {
  test('F35 sends the dead letter first, then fails the load', async () => {
    const { launchLoad, letters, events, item } = setup({ answers: [{ kind: 'refused', error: denied }] })
    expect(await launchLoad({ object, launchNumber: 1 })).toEqual({ kind: 'failed', error: denied })
    expect(events).toEqual(['dead letter', 'ledger failed'])
    expect(letters).toEqual([
      {
        object,
        attempt: 0,
        launch: 1,
        reason: 'launch.failed: ECS will not start it: AccessDeniedException',
      },
    ])
    expect(item()).toMatchObject({
      status: 'failed',
      settledAt: '2026-01-01T00:00:00.000Z',
      error: { code: 'launch.failed', message: denied.message },
    })
  })

  test('its dead letter opens the load again', async () => {
    const { launchLoad, letters } = setup({ answers: [{ kind: 'refused', error: denied }, started] })
    await launchLoad({ object, launchNumber: 1 })
    const attempt = letters[0]?.attempt ?? -1
    expect(await launchLoad({ object, launchNumber: 1, attempt })).toMatchObject({
      kind: 'launched',
      launch: { number: 2 },
    })
  })

  test('fails no load that a task of the same launch is working on', async () => {
    const { launchLoad, letters, item } = setup({
      item: { status: 'loading', attempt: 1, launch: { number: 1 } },
      answers: [{ kind: 'refused', error: denied }],
    })
    expect(await launchLoad({ object, launchNumber: 1 })).toEqual({ kind: 'not-now', error: denied })
    expect(letters).toEqual([])
    expect(item()).toMatchObject({ status: 'loading' })
  })

  test('F47 also where the overrides would be too long: ECS is not asked', async () => {
    const { launchLoad, tasks, item } = setup()
    const long = { ...object, key: '\u0001'.repeat(1024), etag: 'e'.repeat(2_000) }
    expect(await launchLoad({ object: long, launchNumber: 1 })).toMatchObject({
      kind: 'failed',
      error: { code: 'launch.override-too-long' },
    })
    expect(tasks).toEqual([])
    expect(item()).toMatchObject({ status: 'failed', error: { code: 'launch.override-too-long' } })
  })
})

test('F35 throttling leaves the load as it is, for a later delivery', async () => {
  const error = new StevedoreError('dependency.unavailable', 'ECS did not take the task: ThrottlingException')
  const { launchLoad, letters, item } = setup({ answers: [{ kind: 'not-now', error }] })
  expect(await launchLoad({ object, launchNumber: 1 })).toEqual({ kind: 'not-now', error })
  expect(letters).toEqual([])
  expect(item()).toMatchObject({ status: 'queued', fruitless: 0 })
})
