import { join } from 'node:path'
import process from 'node:process'
import type { Task } from '@aws-sdk/client-ecs'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Strike } from '../system/faulty-package.ts'
import { startStack } from '../system/stack.ts'
import { root } from '../system/variants.ts'
import { plotBurst } from './plot-burst.ts'
import {
  depth,
  fileKey,
  hasTasks,
  loadsEnd,
  logLines,
  rowFaults,
  type Stack,
  service,
  stoppedTasks,
  uploadFiles,
} from './service.ts'
import { ROWS_A_FILE } from './small-files.ts'
import { watchService } from './watch-service.ts'

/** 5,000 for what the project promises, with a speed of 120; the defaults are for every day. */
const FILES = Number(process.env.BURST_FILES ?? 300)
/** Of the clock of metrics, alarms and scaling: at 600 a minute of theirs takes a tenth of a second. */
const SPEED = Number(process.env.BURST_SPEED ?? 600)
const PLOT = process.env.BURST_PLOT ?? join(root, '.local', 'test', 'burst.svg')
const TIMEOUT_MS = 120_000 + FILES * 200

const TASKS_MIN = 2
const TASKS_MAX = 10
/**
 * Some of the last files, so far from each other that no task receives two of them, take so long that scale-in meets
 * them at work. The worker stands still meanwhile, so it is less than what is left of a lease before its renewal: else
 * its neighbours would begin again.
 */
const SLOW_FILES = 6
const SLOW_APART = 15
const SLOW_SECONDS = Math.min(12, Math.round(2 + 1_400 / SPEED))

let stack: Stack
beforeAll(async () => {
  const strikes = Array.from({ length: SLOW_FILES }, (_, index): Strike => {
    const object = `s3://\${LandingBucket}/${fileKey(FILES - 1 - index * SLOW_APART)}`
    return { point: 'claimed', action: 'stall', seconds: SLOW_SECONDS, object }
  })
  stack = await startStack('local', { speed: SPEED, strikes })
})
afterAll(() => stack?.close())

test(`F32 ${FILES} files at once bring the service from ${TASKS_MIN} tasks to ${TASKS_MAX} and back; no task is stopped over its work, and every row is there once`, {
  timeout: TIMEOUT_MS,
}, async () => {
  await hasTasks(stack, TASKS_MIN, 60_000)
  const watch = watchService(stack, Math.max(100, FILES / 10))
  await uploadFiles(stack, FILES)
  await vi.waitFor(async () => expect((await service(stack)).running).toBe(TASKS_MAX), {
    timeout: TIMEOUT_MS,
    interval: 50,
  })
  const { rowsWritten } = await loadsEnd(stack, { loaded: FILES }, TIMEOUT_MS)
  await hasTasks(stack, TASKS_MIN, TIMEOUT_MS)
  await watch.stop()
  plotBurst(PLOT, {
    title: `${FILES.toLocaleString('en')} files of ${ROWS_A_FILE} rows at once, on the local stack`,
    caption: `Scaling at ${SPEED} times its speed: its minute takes ${60 / SPEED} s here. ${SLOW_FILES} of the last files are made to take ${SLOW_SECONDS} s each.`,
    samples: watch.samples,
  })

  expect(rowsWritten).toBe(FILES * ROWS_A_FILE)
  expect(await rowFaults(stack, FILES)).toEqual([])
  expect(await depth(stack, stack.outputs.LoadsDeadLetterQueueUrl)).toEqual({ visible: 0, inFlight: 0 })

  // One that scale-in met before it ran has no exit code, and nothing in hand.
  const stopped = (await allStopped(stack)).filter(({ startedAt }) => startedAt)
  expect(stopped.length).toBeGreaterThanOrEqual(TASKS_MAX - TASKS_MIN)
  for (const { stopCode, containers } of stopped)
    expect({ stopCode, exitCode: containers?.[0]?.exitCode }).toEqual({
      stopCode: 'ServiceSchedulerInitiated',
      exitCode: 0,
    })
  const drained = logLines(stack).filter(({ message }) => String(message).startsWith('Draining'))
  expect(drained).toHaveLength(stopped.length)
  for (const { atWork, waiting } of drained) expect({ atWork, waiting }).toEqual({ atWork: 0, waiting: 0 })
  // Too tame a run else: nothing would have stopped a busy task, protected or not.
  const heldUp = watch.samples.filter(({ desired, running, inFlight }) => running > desired && inFlight > 0)
  expect(heldUp, 'moments at which scale-in waited for busy tasks').not.toEqual([])
})

/** A task whose stop was asked for waits for the end of its open poll. */
function allStopped(of: Stack): Promise<Task[]> {
  return vi.waitFor(
    async () => {
      const tasks = await stoppedTasks(of)
      expect(tasks.filter(({ lastStatus }) => lastStatus !== 'STOPPED')).toEqual([])
      return tasks
    },
    { timeout: 30_000, interval: 250 },
  )
}
