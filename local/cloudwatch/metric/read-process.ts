import { readFileSync } from 'node:fs'

export interface ProcessReading {
  /** Since the process began, user and system together. */
  readonly cpuSeconds: number
  readonly residentBytes: number
}

const TICKS_PER_SECOND = 100 // Linux: USER_HZ of proc_pid_stat(5), the same on every architecture in use
const BYTES_PER_KIB = 1024

/**
 * What Linux tells of a process and its descendants, since the first process of a container may be an init alone.
 * Undefined for one that has ended, and on systems without /proc.
 */
export function readProcess(pid: number): ProcessReading | undefined {
  const own = readOne(pid)
  if (!own) return undefined
  const all = [own, ...childrenOf(pid).flatMap((child) => readProcess(child) ?? [])]
  return {
    cpuSeconds: all.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
    residentBytes: all.reduce((sum, { residentBytes }) => sum + residentBytes, 0),
  }
}

function readOne(pid: number): ProcessReading | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const status = readFileSync(`/proc/${pid}/status`, 'latin1')
    // The name of the process, in parentheses, may hold blanks: fields are counted from behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const ticks = Number(fields[11]) + Number(fields[12])
    const resident = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0)
    return { cpuSeconds: ticks / TICKS_PER_SECOND, residentBytes: resident * BYTES_PER_KIB }
  } catch (error) {
    return undefinedIfEnded(error)
  }
}

function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').split(' ').filter(Boolean).map(Number)
  } catch (error) {
    return undefinedIfEnded(error) ?? []
  }
}

function undefinedIfEnded(error: unknown): undefined {
  const { code } = error as NodeJS.ErrnoException
  if (code !== 'ENOENT' && code !== 'ESRCH') throw error
}
