import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

const makeAlike = createRequire(import.meta.url)('../../infra/make-alike.cjs')

test('a file tree has no times of its own, and the user of the image can read it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stevedore-tree-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'audit.mjs'), '', { mode: 0o600 })
  makeAlike(folder)
  for (const [path, mode] of [
    [folder, 0o755],
    [join(folder, 'audit.mjs'), 0o644],
  ] as const) {
    const stat = statSync(path)
    expect([stat.mtimeMs, stat.mode & 0o777]).toEqual([0, mode])
  }
})
