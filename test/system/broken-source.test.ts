import { appendFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { packageApplication } from '../../local/package-application.ts'
import { checkout } from './checkout.ts'

test.each(['functions/launch-load/index.ts', 'workers/load-object/main.ts'])(
  'a fault in %s ends the packaging, and is told',
  async (file) => {
    const root = checkout()
    onTestFinished(() => rmSync(root, { recursive: true, force: true }))
    appendFileSync(join(root, file), "import './nothing.ts'\n")
    await expect(
      packageApplication({ root, target: join(root, '.local', 'package'), params: [], stage: 'local' }),
    ).rejects.toThrow('Could not resolve "./nothing.ts"')
  },
)
