import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { packageApplication } from '../../local/package-application.ts'

test('neither a process nor a temporary file of the framework is left when packaging was stopped, even where it ignores signals', async () => {
  const root = mkdtempSync(join(tmpdir(), 'stevedore-package-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const framework = join(root, 'node_modules', 'serverless')
  mkdirSync(framework, { recursive: true })
  writeFileSync(join(root, 'package.json'), '{}')
  writeFileSync(join(framework, 'package.json'), '{"bin":{"serverless":"stubborn.js"}}')
  writeFileSync(
    join(framework, 'stubborn.js'),
    `const temp = require('node:os').tmpdir()
     require('node:fs').mkdirSync(temp + '/left/behind', { recursive: true })
     process.on('SIGTERM', () => {})
     console.log(JSON.stringify({ pid: process.pid, temp }))
     setTimeout(() => {}, 60_000)`,
  )
  const stop = new AbortController()
  const packaging = packageApplication({
    root,
    target: join(root, 'data', 'package'),
    params: [],
    stage: 'local',
    signal: stop.signal,
  })
  const told = () => readFileSync(join(root, 'data', 'package.log'), 'utf8')
  await expect.poll(told).toContain('\n')
  const { pid, temp } = JSON.parse(told())
  expect(existsSync(join(temp, 'left'))).toBe(true)
  stop.abort()

  await expect(packaging).rejects.toThrow('aborted')
  expect(() => process.kill(pid, 0)).toThrow('ESRCH')
  expect(existsSync(join(temp, 'left'))).toBe(false)
})
