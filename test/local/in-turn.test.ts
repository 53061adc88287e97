import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { expect, onTestFinished, test } from 'vitest'
import { inTurn } from '../../local/in-turn.ts'

function newLock(): string {
  const folder = mkdtempSync(join(tmpdir(), 'in-turn-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'made', 'lock')
}

test('who comes while another acts waits for its end, also where that fails', async () => {
  const lock = newLock()
  const { promise, reject } = Promise.withResolvers<void>()
  const order: string[] = []
  const first = inTurn(lock, undefined, () => promise).catch(() => order.push('first'))
  const second = inTurn(lock, undefined, async () => order.push('second'))
  reject(new Error('failed'))
  await Promise.all([first, second])
  expect(order).toEqual(['first', 'second'])
  expect(existsSync(lock)).toBe(false)
})

test('the lock of a process that is gone is taken over', async () => {
  const lock = newLock()
  await inTurn(lock, undefined, async () => undefined)
  writeFileSync(lock, String(spawnSync(process.execPath, ['--version']).pid))
  expect(await inTurn(lock, undefined, async () => 'done')).toBe('done')
})

test('who waits can be stopped, and leaves the lock to its holder', async () => {
  const lock = newLock()
  const stop = new AbortController()
  const { promise, resolve } = Promise.withResolvers<void>()
  const first = inTurn(lock, undefined, () => promise)
  const second = inTurn(lock, stop.signal, async () => 'acted')
  stop.abort()
  await expect(second).rejects.toThrow('aborted')
  expect(existsSync(lock)).toBe(true)
  resolve()
  await first
})
