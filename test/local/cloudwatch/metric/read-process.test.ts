import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import { readProcess } from '../../../../local/cloudwatch/metric/read-process.ts'

const BUSY = "console.log('busy'); for (;;);"

test.runIf(process.platform === 'linux')(
  'a process is read with what it started, and not at all when it has ended',
  async () => {
    const script = `const { spawn } = require('node:child_process')
      const child = spawn(process.execPath, ['-e', ${JSON.stringify(BUSY)}], { stdio: 'inherit' })
      process.on('SIGTERM', () => { child.kill('SIGKILL'); process.exit() })`
    const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
    onTestFinished(() => void parent.kill('SIGTERM'))
    await once(parent.stdout, 'data')
    const pid = parent.pid as number
    const first = readProcess(pid)
    await expect
      .poll(() => readProcess(pid)?.cpuSeconds, { timeout: 10_000 })
      .toBeGreaterThan((first?.cpuSeconds ?? 0) + 0.1)
    parent.kill('SIGTERM')
    await once(parent, 'exit')
    expect(readProcess(pid)).toBeUndefined()
  },
)
