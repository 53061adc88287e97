import { afterEach, describe, expect, test } from 'vitest'
import { FULL_EVERY_MS } from '../../../shared/audit/limits.ts'
import { FAULT_POINTS, setFaultPlan } from '../../../shared/platform/fault-point.ts'
import { load } from './support/audit-world.ts'
import { reportOf, setup } from './support/run-in-world.ts'

// Whole runs, in memory. The promise: after a run every object version is terminal, leased, or queued with a message.

const HOUR = 3_600_000

afterEach(() => setFaultPlan(undefined))

describe('what the ledger does not know', () => {
  test('F04 is written as queued, sent to the queue of its size, and named in the report', async () => {
    const { upload, run, memory, sent } = setup()
    const small = upload('things/a.csv')
    const large = upload('things/b.csv', 60, { sizeBytes: 5000 })
    const report = reportOf(await run())
    expect(memory.items().map(({ status, dataset }) => [status, dataset])).toEqual([
      ['queued', 'things'],
      ['queued', 'things'],
    ])
    expect(sent).toEqual([
      { route: 'loads', message: expect.objectContaining({ object: small, launch: 1 }) },
      { route: 'launches', message: expect.objectContaining({ object: large, launch: 1 }) },
    ])
    expect(report.repairs).toMatchObject({ total: 2, byReason: { 'event-missed': 2 } })
    expect(report.repairs.named.map(({ object }) => object)).toEqual([
      's3://landing/things/a.csv',
      's3://landing/things/b.csv',
    ])
    expect(report.bucket).toEqual({ listed: 2, compared: 2, unknown: 2, isWhole: true })
  })

  test('is left alone behind a backlog of older messages: nothing is flooded', async () => {
    const { upload, run, sent, sights, clock } = setup()
    for (let index = 10; index < 60; index++) upload(`things/${index}.csv`)
    sights.loads = { isEmpty: false, waitingSince: clock.now() - 2 * HOUR }
    expect(reportOf(await run()).repairs.total).toBe(0)
    expect(sent).toEqual([])
  })

  test('and no dataset takes is neither compared nor written', async () => {
    const { upload, run, memory } = setup()
    upload('things/readme.txt')
    upload('things/folder/')
    expect(reportOf(await run()).bucket).toMatchObject({ listed: 2, compared: 0 })
    expect(memory.items()).toEqual([])
  })
})

describe('open loads', () => {
  test('are sent again, under the next launch number where they have a task of their own', async () => {
    const { upload, run, memory, sent } = setup()
    const launch = { number: 2, capacity: 'on-demand' }
    memory.put(load(upload('things/a.csv'), { status: 'loading', attempt: 1, owner: 'dead', launch }))
    memory.put(load(upload('things/b.csv'), { status: 'loading', attempt: 3, owner: 'dead' }))
    await run()
    expect(sent.map(({ route, message }) => [route, message.launch, message.capacity])).toEqual([
      ['launches', 3, 'on-demand'],
      ['loads', undefined, undefined],
    ])
    expect(sent.every(({ message }) => message.attempt === undefined)).toBe(true)
    expect(memory.items()[0]?.launch).toMatchObject({ number: 3, capacity: 'on-demand' })
  })

  test('whose launch another raised meanwhile are left to that one', async () => {
    const { upload, run, memory, sent, repairRace } = setup()
    const item = load(upload('things/a.csv'), {
      status: 'loading',
      attempt: 1,
      launch: { number: 2, capacity: 'spot' },
    })
    memory.put(item)
    repairRace(() => memory.put({ ...item, launch: { number: 3, capacity: 'spot' } }))
    expect(reportOf(await run()).repairs.total).toBe(0)
    expect(sent).toEqual([])
  })

  test('that are queued are not sent again at the next run', async () => {
    const { upload, run, memory, sent, clock } = setup()
    memory.put(load(upload('things/a.csv'), { queuedAt: '2025-12-31T23:00:00.000Z' }))
    await run('one')
    expect(sent).toHaveLength(1)
    await clock.advance(5 * 60_000)
    await run('two')
    expect(sent).toHaveLength(1)
  })

  test('that nobody came for are sent, whatever the run itself has sent before', async () => {
    const { upload, run, memory, sent, sights } = setup()
    Object.defineProperty(sights, 'loads', { get: () => ({ isEmpty: sent.length === 0 }) })
    memory.put(load(upload('things/a.csv'), { queuedAt: '2025-12-31T23:00:00.000Z' }))
    upload('things/b.csv')
    expect(reportOf(await run()).repairs.byReason).toEqual({ 'event-missed': 1, 'never-started': 1 })
    expect(sent.map(({ message }) => message.object.key)).toEqual(['things/b.csv', 'things/a.csv'])
  })

  test('without attempts left are closed as failed, after their dead letter', async () => {
    const { upload, run, memory, letters } = setup()
    memory.put(load(upload('things/a.csv'), { status: 'loading', attempt: 5, owner: 'dead', fruitless: 4 }))
    await run()
    expect(letters).toMatchObject([{ attempt: 5, reason: expect.stringContaining('attempts.exhausted') }])
    const [item] = memory.items()
    expect(item).toMatchObject({ status: 'failed', fruitless: 5, error: { code: 'attempts.exhausted' } })
  })

  test('F13 whose version is gone are closed as gone', async () => {
    const { upload, run, memory, bucket, sent } = setup()
    memory.put(load(upload('things/a.csv'), { status: 'loading', attempt: 1, owner: 'dead' }))
    bucket.length = 0
    await run()
    expect(memory.items()).toMatchObject([{ status: 'gone', settledAt: expect.any(String) }])
    expect(sent).toEqual([])
  })

  test('F43 whose task is past its lease have it stopped, once, and never the own one', async () => {
    const { upload, run, memory, stoppedTasks } = setup()
    for (const [index, taskArn] of ['arn:hung', 'arn:hung', 'arn:audit'].entries()) {
      const object = upload(`things/${index}.csv`)
      memory.put(load(object, { status: 'loading', attempt: 1, owner: `o${index}`, taskArn }))
      const lease = { owner: `o${index}`, versionId: 'v1', attempt: 1, expiresAt: 0 }
      memory.putLease(`s3://landing/things/${index}.csv`, lease)
    }
    const { repairs } = reportOf(await run())
    expect(stoppedTasks).toEqual(['arn:hung'])
    expect(repairs.byReason).toEqual({ 'task-hung': 1, 'lease-ran-out': 3 })
  })

  test('that others hold are left alone', async () => {
    const { upload, run, memory, sent, clock } = setup()
    memory.put(load(upload('things/a.csv'), { status: 'loading', attempt: 1, owner: 'me' }))
    const lease = { owner: 'me', versionId: 'v1', attempt: 1, expiresAt: clock.now() + 20_000 }
    memory.putLease('s3://landing/things/a.csv', lease)
    await run()
    expect(sent).toEqual([])
  })
})

describe('F80 runs', () => {
  test('at once: the second ends, and has done nothing', async () => {
    const { upload, run, memory, onLoad, settle, clock, stored } = setup()
    memory.put(load(upload('hours/a.csv')))
    onLoad(async (object) => {
      await clock.sleep(15_000)
      return settle(object)
    })
    const [first, second] = await clock.until(Promise.all([run('one'), run('two')]))
    expect([first, second].filter((end) => end === 'busy')).toHaveLength(1)
    expect(stored).toHaveLength(1)
  })

  test('at once: the second waits only until it sees the first alive', async () => {
    const { upload, run, memory, onLoad, settle, clock } = setup()
    memory.put(load(upload('hours/a.csv')))
    onLoad(async (object) => {
      await clock.sleep(300_000)
      return settle(object)
    })
    const first = run('one')
    await clock.advance(2_000)
    expect(await run('two')).toBe('busy')
    expect(clock.monotonic()).toBeLessThan(30_000)
    await first
  })

  test.each(['bucket', 'hour'])('that lose their lease over the %s end, and tell nothing', async (where) => {
    const { upload, run, memory, onLoad, settle, clock, pace, stored, state } = setup()
    const taken = { owner: 'another', versionId: 'audit', attempt: 0 }
    const lose = async () => {
      memory.putLease('audit', { ...taken, expiresAt: clock.now() + 60_000 })
      await clock.sleep(15_000)
    }
    upload('things/a.csv')
    memory.put(load(upload('hours/a.csv')))
    if (where === 'bucket') {
      clock.sleep(500).then(lose)
      pace.pageMs = 20_000
    } else
      onLoad(async (object) => {
        await lose()
        return settle(object)
      })
    await expect(run()).rejects.toThrow()
    expect(stored).toEqual([])
    expect(state() === undefined).toBe(where === 'bucket')
  })

  test('that were killed are waited for, and gone on with', async () => {
    const { run, memory, clock } = setup()
    memory.putLease('audit', {
      owner: 'dead',
      versionId: 'audit',
      attempt: 0,
      expiresAt: clock.now() + 30_000,
    })
    expect(reportOf(await run()).run.isWhole).toBe(true)
  })

  test('with a deadline leave the rest of the bucket to the next one', async () => {
    const { upload, run, state, pagesRead, pace } = setup()
    for (let index = 0; index < 9; index++) upload(`things/${index}.csv`)
    pace.pageMs = 30
    const first = reportOf(await run('one', { deadlineMs: 100 }))
    expect([first.run.isWhole, first.bucket.isWhole]).toEqual([false, false])
    expect(state()?.pass).toBeDefined()
    pagesRead.length = 0
    expect(reportOf(await run('two')).bucket).toMatchObject({ listed: 9, isWhole: true })
    expect(state()?.pass).toBeUndefined()
    expect(pagesRead).not.toContain('things/ ')
  })

  test('read versions since the last one less 48 h, and once a week all of them', async () => {
    const { upload, run, clock } = setup()
    upload('things/new.csv', 60)
    upload('things/old.csv', 49 * 60)
    expect(reportOf(await run('one')).bucket).toEqual({ listed: 2, compared: 2, unknown: 2, isWhole: true })
    await clock.advance(HOUR)
    const second = reportOf(await run('two')).bucket
    expect(second).toMatchObject({ listed: 2, compared: 1, unknown: 0, since: '2025-12-30T00:00:00.000Z' })
    await clock.advance(FULL_EVERY_MS)
    expect(reportOf(await run('three')).bucket).toEqual({ listed: 2, compared: 2, unknown: 0, isWhole: true })
  })

  const POINTS = FAULT_POINTS.filter((point) => point.startsWith('audit-'))
  test.each(POINTS)(
    'killed at %s, at any visit: the next ones bring everything to an end or on its way',
    async (point) => {
      for (let nth = 1; nth <= 4; nth++) {
        const { upload, run, memory, sent, clock, stored } = setup()
        for (let index = 0; index < 5; index++) upload(`things/${index}.csv`)
        upload('hours/lost.csv')
        memory.put(
          load(upload('things/dead.csv'), { status: 'loading', attempt: 5, owner: 'x', fruitless: 4 }),
        )
        let visits = 0
        setFaultPlan((at) => {
          if (at === point && ++visits === nth) throw new Error('killed')
        })
        const wasKilled = await run('one').then(
          () => false,
          () => true,
        )
        setFaultPlan(undefined)
        await clock.advance(HOUR)
        await run('two')
        const unfinished = memory
          .items()
          .filter(
            ({ status, object }) =>
              status !== 'loaded' &&
              status !== 'failed' &&
              !sent.some(({ message }) => `s3://landing/${message.object.key}` === object),
          )
        expect(unfinished, `${point}, visit ${nth}`).toEqual([])
        expect(memory.items()).toHaveLength(7)
        if (wasKilled) expect(stored.at(-1)?.run.id).toBe('two')
      }
    },
  )

  test('tell of each page of open loads what was repaired before an earlier one was killed', async () => {
    const { upload, run, memory, stored, clock } = setup()
    const queuedAt = '2025-12-31T23:00:00.000Z'
    for (let index = 0; index < 7; index++) memory.put(load(upload(`things/${index}.csv`), { queuedAt }))
    let visits = 0
    setFaultPlan((at) => {
      if (at === 'audit-sent' && ++visits === 7) throw new Error('killed')
    })
    await expect(run('one')).rejects.toThrow('killed')
    setFaultPlan(undefined)
    await clock.advance(60_000)
    await run('two')
    // Two pages of three; of the third nobody can tell.
    expect(stored.map(({ repairs }) => repairs.total)).toEqual([6])
  })

  test('tell what an earlier one repaired and could not tell', async () => {
    const { upload, run, stored, clock } = setup()
    for (let index = 0; index < 5; index++) upload(`things/${index}.csv`)
    setFaultPlan((at) => {
      if (at === 'audit-report-stored') throw new Error('killed')
    })
    await expect(run('one')).rejects.toThrow('killed')
    setFaultPlan(undefined)
    await clock.advance(60_000)
    await run('two')
    await run('three')
    expect(stored.map(({ repairs }) => repairs.total)).toEqual([5, 5, 0])
  })
})

test('what runs repaired that were killed one after another is told by the next, and no list of it is longer than a page', async () => {
  const { upload, run, stored, partSizes, clock } = setup()
  for (const runId of ['one', 'two', 'three']) {
    for (let index = 0; index < 5; index++) upload(`things/${runId}/${index}.csv`)
    setFaultPlan((at) => {
      if (at === 'audit-report-stored') throw new Error('killed')
    })
    await expect(run(runId)).rejects.toThrow('killed')
    setFaultPlan(undefined)
    await clock.advance(60_000)
  }
  expect(Math.max(...partSizes())).toBe(3)
  await run('four')
  await run('five')
  expect(stored.map(({ repairs }) => repairs.total)).toEqual([5, 10, 15, 15, 0])
})

test('F80 a run goes on where the list of what an earlier one repaired is not there any more', async () => {
  const { upload, run, forgetParts, stored, lines } = setup()
  upload('things/0.csv')
  setFaultPlan((at) => {
    if (at === 'audit-report-stored') throw new Error('killed')
  })
  await expect(run('one')).rejects.toThrow('killed')
  setFaultPlan(undefined)
  forgetParts()
  await run('two')
  expect(stored.at(-1)?.repairs.total).toBe(0)
  expect(lines.join('\n')).toContain('What an earlier run repaired cannot be told')
  await run('three')
  expect(lines.join('\n').match(/cannot be told/g)).toHaveLength(1)
})

test('what the index shows a few seconds late is in the report all the same', async () => {
  const { upload, run, memory, onLoad, stored, clock } = setup()
  const item = load(upload('hours/late.csv'), { dataset: 'hours' })
  memory.put(item)
  onLoad(async () => {
    const statusAt = new Date(clock.now()).toISOString()
    clock.sleep(3_000).then(() => memory.put({ ...item, status: 'rejected', statusAt }))
    await clock.sleep(100)
    return { kind: 'settled', status: 'rejected' }
  })
  await run('one')
  await clock.advance(600_000)
  await run('two')
  expect(stored.map(({ problems }) => problems.rejected)).toEqual([1, 0])
})

test('the report counts what ended since the last one, once', async () => {
  const { upload, run, memory, stored, clock } = setup()
  const ended = {
    status: 'loaded',
    statusAt: '2025-12-31T23:30:00.000Z',
    settledAt: '2025-12-31T23:30:00.000Z',
  } as const
  const rows = {
    rowsRead: 10,
    rowsWritten: 8,
    rowsRejected: 2,
    rowsDuplicate: 0,
    bytes: 100,
    dataset: 'things',
  }
  memory.put(load(upload('things/a.csv', 40), { ...ended, ...rows }))
  memory.put(load(upload('things/b.csv', 35), { ...ended, ...rows }))
  memory.put(
    load(upload('things/c.csv'), {
      ...{ ...ended, status: 'failed', statusAt: '2025-12-01T00:00:00.000Z', dataset: 'things' },
      error: { code: 'dependency.denied', message: 'no' },
    }),
  )
  await run('one')
  await clock.advance(600_000)
  await run('two')
  expect(stored[0]?.datasets).toMatchObject([
    {
      name: 'things',
      files: { loaded: 2, failed: 0 },
      rows: { read: 20, written: 16, rejected: 4, duplicate: 0 },
      bytes: 200,
      uploadToLoaded: { max: 600_000 },
    },
  ])
  expect(stored[0]?.problems).toMatchObject({
    failed: 0,
    failedBefore: 1,
    named: [{ code: 'dependency.denied' }],
  })
  expect(stored[1]?.datasets).toEqual([])
  expect(stored[1]?.problems.failedBefore).toBe(1)
})
