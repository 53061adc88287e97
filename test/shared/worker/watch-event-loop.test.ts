import { spawn } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'

const WATCH = join(import.meta.dirname, '../../../shared/worker/watch-event-loop.ts')
const LOG = join(import.meta.dirname, '../../../shared/platform/log.ts')

/** Nothing spins on where it is not killed. */
const TIMEOUT_MS = 15_000

/** A process that is watched and does this; how it ends, and the lines that it wrote. */
async function watched(work: string, hungAfterMs: number) {
  const code = `
    import { createLog } from ${JSON.stringify(LOG)}
    import { watchEventLoop } from ${JSON.stringify(WATCH)}
    const log = createLog('load-queue', (line) => process.stdout.write(line), Date.now)
    watchEventLoop('load-queue', log, { hungAfterMs: ${hungAfterMs}, lookEveryMs: 50 })
    ${work}`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: TIMEOUT_MS,
  })
  const ended = new Promise((resolve) =>
    child.once('close', (exitCode, signal) => resolve(signal ?? exitCode)),
  )
  const lines = (await text(child.stdout)).split('\n').filter(Boolean)
  return { ended: await ended, lines: lines.map((line) => JSON.parse(line)) }
}

test('F43 a process whose event loop hangs is killed, and says so', async () => {
  expect(await watched(`setTimeout(() => { for (;;); }, 200)`, 500)).toEqual({
    ended: 'SIGKILL',
    lines: [
      {
        time: expect.stringMatching(/^\d{4}-.*Z$/),
        level: 'error',
        act: 'load-queue',
        message: 'The task hangs, and ends itself: its event loop has not turned for 0.5 s',
      },
    ],
  })
})

test('a process that works in stretches lives longer than that, and ends when it is done', async () => {
  const stretches = `
    const until = performance.now() + 2_500
    const stretch = () => {
      for (const end = performance.now() + 20; performance.now() < end; );
      if (performance.now() < until) setImmediate(stretch)
    }
    stretch()`
  expect(await watched(stretches, 1_500)).toEqual({ ended: 0, lines: [] })
})
