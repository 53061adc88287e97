import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { systemClock } from '../../../shared/platform/clock.ts'
import { parseEnv } from '../../../shared/platform/env.ts'
import { createLog } from '../../../shared/platform/log.ts'
import { loaderEnv } from '../../../shared/worker/create-loader.ts'
import { runToExitCode, type Worker } from '../../../shared/worker/run-worker.ts'

function setup(env: Record<string, string> = {}) {
  const lines: string[] = []
  const events = new EventEmitter()
  const log = createLog(
    'load-object',
    (line) => lines.push(line),
    () => 0,
  )
  return {
    events,
    lines,
    run: (main: (worker: Worker) => Promise<0 | 143>) => runToExitCode(main, { env, log }, events),
  }
}

test('the code of the main is the code of the task, and nothing listens any more', async () => {
  const { run, events } = setup()
  expect(await run(async () => 0)).toBe(0)
  expect(events.eventNames()).toEqual([])
})

test('a variable that is missing or malformed ends with 64, and all are named', async () => {
  const { run, lines } = setup({ LEDGER_TABLE: 'x', STOP_TIMEOUT_SECONDS: 'soon' })
  const main = async ({ env }: Worker) => {
    parseEnv(env, loaderEnv)
    return 0 as const
  }
  expect(await run(main)).toBe(64)
  for (const name of ['LANDING_BUCKET', 'DATASETS_HASH', 'STOP_TIMEOUT_SECONDS'])
    expect(lines.join('')).toContain(name)
  expect(lines.join('')).toContain('LANDING_BUCKET is not set; ')
})

test.each(['SIGTERM', 'SIGINT'])('F39 %s asks the main to stop, and its code counts', async (signal) => {
  const { run, events } = setup()
  const code = run(
    ({ stopping }) =>
      new Promise((resolve) => stopping.addEventListener('abort', () => resolve(143), { once: true })),
  )
  events.emit(signal, signal)
  expect(await code).toBe(143)
})

test('a main that lets the reason of the stop through was stopped, and did not meet a bug', async () => {
  const { run, events, lines } = setup()
  const code = run(({ stopping }) => systemClock.sleep(60_000, stopping).then(() => 0))
  events.emit('SIGTERM', 'SIGTERM')
  expect(await code).toBe(143)
  expect(lines.join('')).not.toContain('ends on a bug')
})

test.each(['uncaughtException', 'unhandledRejection'])('an %s ends the task as a bug', async (event) => {
  const { run, events, lines } = setup()
  const code = run(() => new Promise(() => undefined))
  events.emit(event, new Error('stray'))
  expect(await code).toBe(70)
  expect(lines.join('')).toContain('stray')
})
