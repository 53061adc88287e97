import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { queueIsEmpty } from '../system/deliveries.ts'
import { endedAudits, reportOf } from '../system/run-audit.ts'
import { startStack } from '../system/stack.ts'
import { loadsEnd, rowFaults, type Stack, uploadFiles } from './service.ts'
import { ROWS_A_FILE } from './small-files.ts'

// The scheduled task, killed in the middle of its batch. HOURLY_FILES=500 HOURLY_SPEED=60 for what the project promises.

const FILES = Number(process.env.HOURLY_FILES ?? 60)
/** An hour takes 20 seconds, so that the uploads are over before it. */
const SPEED = Number(process.env.HOURLY_SPEED ?? 180)
const HOUR_MS = 3_600_000 / SPEED

const ROWS_A_REQUEST = 25
/** Behind the middle: so the next run comes to its end before the strike. */
const KILLED_AT = 0.6
const KILLED = 137

let stack: Stack
beforeAll(async () => {
  const nth = Math.ceil((KILLED_AT * FILES * ROWS_A_FILE) / ROWS_A_REQUEST)
  const strikes = [{ point: 'rows-written', nth, action: 'kill' }] as const
  stack = await startStack('local', { speed: SPEED, hourly: ['airports'], strikes })
})
afterAll(() => stack?.close())

test(`F80 ${FILES} files wait for the hour; the scheduled task is killed in the middle of them, and the next one goes on`, async () => {
  const ended = async (code: number) =>
    (await endedAudits(stack)).filter(({ containers }) => containers?.[0]?.exitCode === code)
  // Right behind an hour there is time until the next one.
  await vi.waitFor(async () => expect(await ended(0)).toHaveLength(1), {
    timeout: 2 * HOUR_MS + 30_000,
    interval: 50,
  })
  await uploadFiles(stack, FILES)
  await queueIsEmpty(stack, stack.outputs.LaunchesQueueUrl)
  const { rowsWritten } = await loadsEnd(stack, { queued: FILES }, HOUR_MS)
  expect(rowsWritten, 'rows before the hour').toBe(0)

  const [killed] = await vi.waitFor(
    async () => {
      const tasks = await ended(KILLED)
      expect(tasks).toHaveLength(1)
      return tasks
    },
    { timeout: 2 * HOUR_MS + 60_000, interval: 50 },
  )
  await loadsEnd(stack, { loaded: FILES }, 300_000)
  expect(await rowFaults(stack, FILES)).toEqual([])

  const items = await stack.rows(stack.outputs.LedgerTableName)
  const loads = items.filter(({ object }) => object?.S?.startsWith('s3://'))
  const tasks = [...new Set(loads.map(({ taskArn }) => taskArn?.S ?? ''))]
  expect(tasks, 'what was killed, and what went on').toHaveLength(2)
  const [next = ''] = tasks.filter((task) => task !== killed?.taskArn)
  // Its report is made up some seconds after its last load.
  await vi.waitFor(async () => expect((await ended(0)).map(({ taskArn }) => taskArn)).toContain(next), {
    timeout: 60_000,
    interval: 100,
  })
  const { hour, datasets } = await reportOf(stack, next)
  const settled = loads.filter(({ taskArn }) => taskArn?.S === next)
  expect(hour).toEqual({ settled: settled.length, later: 0, broken: 0 })
  expect(datasets).toMatchObject([
    { files: { loaded: FILES }, rows: { written: FILES * ROWS_A_FILE, rejected: 0 } },
  ])
}, 900_000)
