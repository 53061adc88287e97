import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { claimDataFolder } from '../../local/data-folder.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stevedore-data-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a folder has one owner at a time', async () => {
  const release = await claimDataFolder(folder)
  await expect(claimDataFolder(folder)).rejects.toThrow('in use by another npm start')
  release()
  const releaseAgain = await claimDataFolder(folder)
  releaseAgain()
})

test('a folder whose owner was killed is free', async () => {
  const program = `import { claimDataFolder } from ${JSON.stringify(join(import.meta.dirname, '../../local/data-folder.ts'))}
    await claimDataFolder(${JSON.stringify(folder)}); console.log('mine'); setInterval(() => {}, 1000)`
  const owner = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise((resolve) => owner.stdout.once('data', resolve))
  await expect(claimDataFolder(folder)).rejects.toThrow('in use')
  const ended = new Promise((resolve) => owner.once('exit', resolve))
  owner.kill('SIGKILL')
  await ended
  const release = await claimDataFolder(folder)
  release()
})
