import { Worker } from 'node:worker_threads'
import type { Log } from '../platform/log.ts'

/** Twice what a lease and a message are held without renewal: what the process had in hand is others' by then. */
const HUNG_AFTER_MS = 120_000
const LOOK_EVERY_MS = 5_000

/**
 * Kills the process when its event loop does not turn any more, as in a loop without end: it would count as a running
 * task for ever. A thread of its own looks, and costs 18 MB. It counts its looks and not the time, so a process that
 * was frozen as a whole lives on.
 */
export function watchEventLoop(
  act: string,
  log: Log,
  { hungAfterMs = HUNG_AFTER_MS, lookEveryMs = LOOK_EVERY_MS } = {},
): void {
  const turns = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  setInterval(() => Atomics.add(turns, 0, 1), lookEveryMs).unref()
  const message = `The task hangs, and ends itself: its event loop has not turned for ${hungAfterMs / 1000} s`
  const workerData = { turns, lookEveryMs, looksMax: hungAfterMs / lookEveryMs, line: { act, message } }
  const thread = new Worker(THREAD, { eval: true, workerData, env: {}, execArgv: [] })
  thread.on('error', (error) => log.warn('The event loop is not watched: its thread has ended', { error }))
  thread.unref()
}

/** No file beside the bundle. Nothing in it may wait for the event loop that it watches, not even the last line. */
const THREAD = `
const { workerData } = require('node:worker_threads')
const { writeSync } = require('node:fs')
const { turns, lookEveryMs, looksMax, line } = workerData
const never = new Int32Array(new SharedArrayBuffer(4))
for (let seen, looks = 0; ; ) {
  Atomics.wait(never, 0, 0, lookEveryMs)
  const turn = Atomics.load(turns, 0)
  looks = turn === seen ? looks + 1 : 0
  seen = turn
  if (looks < looksMax) continue
  try {
    writeSync(1, JSON.stringify({ time: new Date().toISOString(), level: 'error', ...line }) + '\\n')
  } finally {
    process.kill(process.pid, 'SIGKILL')
  }
}`
