import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { killRunning } from './run-process.ts'

/** A folder that is there until this process ends, however it ends; the programs that run end with it. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'stevedore-bench-'))
  process.on('exit', () => {
    killRunning()
    rmSync(folder, { recursive: true, force: true })
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => process.exit(signal === 'SIGINT' ? 130 : 143))
  }
  return folder
}
