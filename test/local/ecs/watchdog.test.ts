import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { until } from './setup.ts'

test('a task does not outlive a runtime that is killed', async () => {
  const runtime = spawn(process.execPath, [join(import.meta.dirname, 'watched-runtime.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(runtime.stdout, 'data')
  const pid = Number(String(line))
  expect(isAlive(pid)).toBe(true)
  runtime.kill('SIGKILL')
  await until(() => expect(isAlive(pid)).toBe(false))
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
