import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { packageApplication } from '../../local/package-application.ts'

test('no process of the framework is left when packaging was stopped, even one that ignores signals', async () => {
  const root = mkdtempSync(join(tmpdir(), 'stevedore-package-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const framework = join(root, 'node_modules', 'serverless')
  mkdirSync(framework, { recursive: true })
  writeFileSync(join(root, 'package.json'), '{}')
  writeFileSync(join(framework, 'package.json'), '{"bin":{"serverless":"stubborn.js"}}')
  writeFileSync(
    join(framework, 'stubborn.js'),
    'process.on("SIGTERM", () => {}); console.log(process.pid); setTimeout(() => {}, 60_000)',
  )
  const stop = new AbortController()
  const packaging = packageApplication({
    root,
    target: join(root, 'data', 'package'),
    params: [],
    stage: 'local',
    signal: stop.signal,
  })
  const pid = () => Number(readFileSync(join(root, 'data', 'package.log'), 'utf8'))
  await expect.poll(pid).toBeGreaterThan(0)
  const started = pid()
  stop.abort()

  await expect(packaging).rejects.toThrow('aborted')
  expect(() => process.kill(started, 0)).toThrow('ESRCH')
})
