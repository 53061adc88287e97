import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { packageFolder, root } from './variants.ts'

/** The least that the bench takes: it is the programs that are tried here, and that what arrives is checked. */
const ROWS = '64000'

test('the bench measures the workers as they are packaged', async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      join(root, 'bench', 'main.ts'),
      ...['--packaged', packageFolder('local'), '--rows', ROWS],
      ...['--only', 'task', '--only', 'small-objects', '--only', 'audit', '--only', 'functions'],
    ],
    { cwd: root },
  )
  expect(stdout).toMatch(/^a task for one row, ms of CPU +\d/m)
  expect(stdout).toMatch(/^requests a file: S3 +1\.\d/m)
  expect(stdout).toMatch(/^explain-stop: start, ms +\d/m)
  expect(stdout).not.toContain('Not measured')
})
