import process from 'node:process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startStack } from '../system/stack.ts'
import { plotBurst } from './plot-burst.ts'
import { seededRandom } from './seeded-random.ts'
import { depth, hasTasks, loadsEnd, rowFaults, type Stack, stoppedTasks, uploadFiles } from './service.ts'
import { ROWS_A_FILE } from './small-files.ts'
import { strikeWorkers } from './strike-workers.ts'
import { watchService } from './watch-service.ts'

/** 5,000 with a speed of 120 for what the project promises; the defaults are for every day. */
const FILES = Number(process.env.BURST_FILES ?? 300)
const SPEED = Number(process.env.BURST_SPEED ?? 600)
/** At most: the killing ends with the backlog. Each costs the wait until its messages are visible again: a minute. */
const KILLS = Number(process.env.BURST_KILLS ?? 3)
const SEED = Number(process.env.ENDURANCE_SEED ?? Date.now() % 1_000_000)
const PLOT = process.env.BURST_PLOT
const TIMEOUT_MS = 300_000 + FILES * 200

const TASKS_MIN = 2

let stack: Stack
beforeAll(async () => {
  stack = await startStack('local', { speed: SPEED })
})
afterAll(() => stack?.close())

test(`F18 ${FILES} files at once, and a task at work killed every second, up to ${KILLS} times (seed ${SEED}): every row is there once, nothing is left in the queues`, {
  timeout: TIMEOUT_MS,
}, async () => {
  await hasTasks(stack, TASKS_MIN, 60_000)
  const watch = watchService(stack, Math.max(100, FILES / 10))
  const uploading = uploadFiles(stack, FILES)
  const kills: number[] = []
  const striking = strikeWorkers(stack, KILLS, seededRandom(SEED), () => kills.push(watch.seconds()))
  await uploading
  const { rowsWritten, repeated } = await loadsEnd(stack, { loaded: FILES }, TIMEOUT_MS)
  await striking.stop()
  await hasTasks(stack, TASKS_MIN, TIMEOUT_MS)
  await watch.stop()
  if (PLOT !== undefined) {
    plotBurst(PLOT, {
      title: `${FILES.toLocaleString('en')} files of ${ROWS_A_FILE} rows at once, and a task killed every second`,
      caption: `Scaling at ${SPEED} times its speed. What a killed task held is visible again after a minute of real time.`,
      samples: watch.samples,
      kills,
    })
  }

  expect(rowsWritten).toBe(FILES * ROWS_A_FILE)
  expect(await rowFaults(stack, FILES)).toEqual([])
  expect(await depth(stack, stack.outputs.LoadsDeadLetterQueueUrl)).toEqual({ visible: 0, inFlight: 0 })
  const killed = (await stoppedTasks(stack)).filter(({ containers }) => containers?.[0]?.exitCode === 137)
  expect(killed).toHaveLength(kills.length)
  // Too tame a run else: every task was killed while it was idle.
  expect(repeated, 'loads that took more than one attempt').toBeGreaterThan(0)
})
