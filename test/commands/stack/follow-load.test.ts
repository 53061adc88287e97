import { expect, test } from 'vitest'
import { followLoad, type Step } from '../../../commands/stack/follow-load.ts'
import { printStep } from '../../../commands/stack/print-step.ts'
import type { LoadItem } from '../../../shared/load/ledger.ts'
import { createTestClock } from '../../shared/load/support/test-clock.ts'

const id = { object: 's3://landing/in/a.csv', version: 'v1' }
const item = (change: Partial<LoadItem>): LoadItem => ({
  ...id,
  status: 'loading',
  statusAt: '2026-11-21T10:00:00Z',
  attempt: 1,
  fruitless: 0,
  ...change,
})
const checkpoint = (rowsRead: number, seekable = true) => ({
  attempt: 1,
  datasetsHash: 'h',
  seekable,
  position: { byteOffset: rowsRead * 10, line: rowsRead + 2, records: rowsRead },
  rowsRead,
  rowsWritten: rowsRead,
  rowsRejected: 0,
  rowsDuplicate: 0,
  parts: [],
})

/** Follows a load whose item looks so at one look after another; the last look is repeated. */
function follow(looks: readonly (LoadItem | undefined)[], options: { waitsForHour?: boolean } = {}) {
  const clock = createTestClock()
  const interrupt = new AbortController()
  const said: string[] = []
  const steps: Step[] = []
  let look = 0
  const print = printStep((line) => said.push(line), 1000)
  const end = followLoad({
    ledger: { read: async () => looks[Math.min(look++, looks.length - 1)] },
    id,
    waitsForHour: options.waitsForHour ?? false,
    clock,
    signal: interrupt.signal,
    onStep: (step) => {
      steps.push(step)
      print(step)
    },
  })
  return { clock, interrupt, said, steps, end }
}

test('tells what is new, once, until the end', async () => {
  const loading = item({ taskArn: 'arn:aws:ecs:us-east-1:0:task/cluster/3f2a' })
  const { clock, said, end } = follow([
    undefined,
    item({ status: 'queued', attempt: 0 }),
    item({ status: 'queued', attempt: 0 }),
    loading,
    { ...loading, checkpoint: checkpoint(25) },
    { ...loading, checkpoint: checkpoint(25) },
    { ...loading, checkpoint: checkpoint(50, false) },
    item({ attempt: 2, checkpoint: checkpoint(50) }),
    item({ status: 'loaded', attempt: 2, rowsRead: 100 }),
  ])
  expect(await clock.until(end)).toMatchObject({ status: 'loaded', rowsRead: 100 })
  expect(said).toEqual([
    'queued',
    'loading: attempt 1 in task 3f2a',
    'loading 25 %, 25 rows',
    'loading 50 rows',
    'loading again: attempt 2, from record 51 on',
  ])
})

test.each(['loaded', 'rejected', 'failed', 'superseded', 'gone', 'ignored'] as const)(
  'ends when the load is %s',
  async (status) => {
    const { clock, end } = follow([item({ status })])
    expect(await clock.until(end)).toMatchObject({ status })
  },
)

test('ends at queued where the dataset waits for the hour, and there alone', async () => {
  const queued = item({ status: 'queued', attempt: 0 })
  const hourly = follow([undefined, queued], { waitsForHour: true })
  expect(await hourly.clock.until(hourly.end)).toMatchObject({ status: 'queued' })
  const other = follow([queued, queued, item({ status: 'loaded' })])
  expect(await other.clock.until(other.end)).toMatchObject({ status: 'loaded' })
})

test('says each minute that nothing happens', async () => {
  const { clock, interrupt, said, end } = follow([undefined])
  await clock.advance(150_000)
  interrupt.abort()
  await expect(end).rejects.toThrow()
  expect(said).toEqual([
    expect.stringContaining('no worker has taken it for 60 s'),
    expect.stringContaining('no worker has taken it for 120 s'),
  ])
})

test('an interruption ends the following', async () => {
  const { clock, interrupt, end } = follow([item({})])
  await clock.advance(1_000)
  interrupt.abort(new Error('Ctrl-C'))
  await expect(end).rejects.toThrow('Ctrl-C')
})
