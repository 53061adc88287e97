import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { isAlive, until } from './setup.ts'

// A runtime in small: starts one process that heeds no SIGTERM, says its id, and waits to be killed.
const RUNTIME = `
  import { spawn } from 'node:child_process'
  import { createWatchdog } from ${JSON.stringify(new URL('../../../local/ecs/container/watchdog.ts', import.meta.url).href)}
  const child = spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)'], {
    detached: true,
    stdio: 'ignore',
  })
  createWatchdog().watch(child.pid)
  console.log(child.pid)
  setInterval(() => {}, 1000)`

test('a task does not outlive a runtime that is killed', async () => {
  const runtime = spawn(process.execPath, ['--input-type=module', '-e', RUNTIME], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(runtime.stdout, 'data')
  const pid = Number(String(line))
  expect(isAlive(pid)).toBe(true)
  runtime.kill('SIGKILL')
  await until(() => expect(isAlive(pid)).toBe(false))
})
