import { execFileSync } from 'node:child_process'

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
