import { describe, expect, test } from 'vitest'
import { load } from './support/audit-world.ts'
import { reportOf, setup } from './support/run-in-world.ts'

describe('datasets that wait for the hour', () => {
  test('are loaded here, what had no event too, and nothing is sent', async () => {
    const { upload, run, memory, sent } = setup()
    for (let index = 0; index < 10; index++) memory.put(load(upload(`hours/${index}.csv`, 1)))
    upload('hours/lost.csv')
    const report = reportOf(await run())
    expect(report.hour).toEqual({ settled: 11, later: 0, broken: 0 })
    expect(memory.items().every(({ status }) => status === 'loaded')).toBe(true)
    expect(sent).toEqual([])
    expect(report.repairs.named).toMatchObject([{ act: 'queued', object: 's3://landing/hours/lost.csv' }])
  })

  test('that may have killed a worker are loaded last, and alone', async () => {
    const { upload, run, memory, onLoad, settle, clock } = setup()
    memory.put(load(upload('hours/0-poison.csv'), { status: 'queued', fruitless: 2 }))
    for (let index = 1; index < 6; index++) memory.put(load(upload(`hours/${index}.csv`)))
    const order: string[] = []
    let atOnce = 0
    onLoad(async (object) => {
      atOnce += 1
      order.push(`${object.key} with ${atOnce}`)
      await clock.sleep(1000)
      atOnce -= 1
      return settle(object)
    })
    await run()
    expect(order.at(-1)).toBe('hours/0-poison.csv with 1')
    expect(order).toContain('hours/4.csv with 4')
  })

  test('whose key another holds are tried again, and left for the next hour after two minutes', async () => {
    const { upload, run, memory, onLoad, settle, clock } = setup()
    memory.put(load(upload('hours/a.csv')))
    memory.put(load(upload('hours/b.csv')))
    let tries = 0
    onLoad(async (object) => {
      if (object.key === 'hours/b.csv' && ++tries === 3) return settle(object)
      return { kind: 'busy', heldFor: 'other-version', retryAfterSeconds: 5 }
    })
    expect(reportOf(await run()).hour).toEqual({ settled: 1, later: 1, broken: 0 })
    expect(tries).toBe(3)
    expect(clock.monotonic()).toBeLessThan(3 * 60_000)
  })

  test('that are at work here are not begun a second time, though the index shows them', async () => {
    const { upload, run, memory, onLoad, settle, clock } = setup()
    const begun: string[] = []
    for (let index = 0; index < 6; index++) memory.put(load(upload(`hours/${index}.csv`)))
    onLoad(async (object) => {
      begun.push(object.key)
      const item = memory.items().find((one) => one.object.endsWith(object.key))
      if (item) memory.put({ ...item, status: 'loading', owner: 'me' })
      await clock.sleep(60_000)
      return settle(object)
    })
    expect(reportOf(await run()).hour).toEqual({ settled: 6, later: 0, broken: 0 })
    expect(begun).toHaveLength(6)
  })

  test('that the deadline leaves are not begun any more, and wait for the next hour', async () => {
    const { upload, run, memory, onLoad, settle, clock } = setup()
    for (let index = 10; index < 30; index++) memory.put(load(upload(`hours/${index}.csv`)))
    onLoad(async (object) => {
      await clock.sleep(60_000)
      return settle(object)
    })
    const { run: told, hour } = reportOf(await run('one', { deadlineMs: 90_000 }))
    expect([told.isWhole, hour.settled]).toEqual([false, 8])
    expect(memory.items().filter(({ status }) => status === 'queued')).toHaveLength(12)
    expect(reportOf(await run('two')).hour.settled).toBe(12)
  })

  test('that end on a fault do not keep the others', async () => {
    const { upload, run, memory, onLoad, settle } = setup()
    for (const key of ['a', 'b', 'c']) memory.put(load(upload(`hours/${key}.csv`)))
    onLoad(async (object) => {
      if (object.key === 'hours/a.csv') throw new Error('a bug')
      return settle(object)
    })
    expect(reportOf(await run()).hour).toEqual({ settled: 2, later: 0, broken: 1 })
  })
})
