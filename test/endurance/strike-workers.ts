import process from 'node:process'
import { workerProcesses } from '../system/worker-processes.ts'
import { depth, type Stack } from './service.ts'

const LOOK_EVERY_MS = 100
const KILL_EVERY_MS = 1_000
/** So old a process has started. While there is a backlog it is at work, and its end costs somebody an attempt. */
const STARTED_AFTER_MS = 3_000

/** Kills a worker of the queue that is at work, and another one every second, until so many are dead or `stop` is called. */
export function strikeWorkers(stack: Stack, kills: number, random: () => number, struck: () => void) {
  const seenAt = new Map(workers().map((pid) => [pid, Number.NEGATIVE_INFINITY]))
  let stopped = false
  let wake: () => void = () => undefined
  const striking = strike()
  striking.catch(() => undefined)
  return {
    stop: async () => {
      stopped = true
      wake()
      await striking
    },
  }

  async function strike(): Promise<void> {
    for (let dead = 0; dead < kills && !stopped; ) {
      const now = performance.now()
      const alive = workers()
      for (const pid of alive) if (!seenAt.has(pid)) seenAt.set(pid, now)
      const started = alive.filter((pid) => (seenAt.get(pid) ?? now) <= now - STARTED_AFTER_MS)
      const { visible } = await depth(stack, stack.outputs.LoadsQueueUrl)
      const pid = visible > 0 ? started[Math.floor(random() * started.length)] : undefined
      if (pid !== undefined) {
        process.kill(pid, 'SIGKILL')
        struck()
        dead++
      }
      await new Promise<void>((resolve) => {
        wake = resolve
        setTimeout(resolve, pid === undefined ? LOOK_EVERY_MS : KILL_EVERY_MS)
      })
    }
  }
}

function workers(): number[] {
  return workerProcesses('load-queue.mjs')
}
