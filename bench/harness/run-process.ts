import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'

export interface Program {
  /** Arguments of node. */
  readonly arguments: readonly string[]
  readonly folder: string
  readonly env: Readonly<Record<string, string>>
}

export interface Usage {
  /** User and system, of the whole process from its start, all threads together. */
  readonly cpuSeconds: number
  readonly wallSeconds: number
  readonly peakBytes: number
  readonly output: string
}

const USAGE_FD = 3
const OUTPUT_SHOWN_MAX = 2_000
const running = new Set<ChildProcess>()

/** Runs the program to its end. Throws with its last words where it does not end with 0. */
export async function runProcess(program: Program, started?: (child: ChildProcess) => void): Promise<Usage> {
  const begunAt = performance.now()
  const child = spawn(
    process.execPath,
    ['--import', join(import.meta.dirname, 'report-usage.mjs'), ...program.arguments],
    {
      cwd: program.folder,
      env: { PATH: process.env.PATH, NODE_ENV: 'production', ...program.env },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    },
  )
  running.add(child)
  started?.(child)
  const ended = new Promise<number | string>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'nothing'))
  })
  const [usage, output, errors, code] = await Promise.all([
    text(child.stdio[USAGE_FD] as Readable),
    text(child.stdout as Readable),
    text(child.stderr as Readable),
    ended,
  ]).finally(() => running.delete(child))
  const wallSeconds = (performance.now() - begunAt) / 1000
  if (code !== 0) {
    const words = (output + errors).slice(-OUTPUT_SHOWN_MAX)
    throw new Error(`${program.arguments.join(' ')} ended with ${code}:\n${words}`)
  }
  return { ...(JSON.parse(usage) as Pick<Usage, 'cpuSeconds' | 'peakBytes'>), wallSeconds, output }
}

export function killRunning(): void {
  for (const child of running) child.kill('SIGKILL')
}
