import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** The children of this process that run a worker's bundle. */
export function workerProcesses(bundle: string): number[] {
  const table = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' })
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(
      ([, parent, ...args]) => parent === String(process.pid) && args.some((arg) => arg.endsWith(bundle)),
    )
    .map(([pid]) => Number(pid))
}

/** As `NAME=value` each; none of a process that has ended. */
export function environmentOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return []
    throw error
  }
}

/** Processes whose working folder or arguments lie below the data folder. */
export function workersUnder(folder: string): string[] {
  return execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter(
      (line) =>
        line.includes(folder) || (/load-(queue|object)\.mjs/.test(line) && cwdOf(line).startsWith(folder)),
    )
}

function cwdOf(line: string): string {
  try {
    return execFileSync('readlink', [`/proc/${line.trim().split(' ')[0]}/cwd`], { encoding: 'utf8' })
  } catch {
    return ''
  }
}
