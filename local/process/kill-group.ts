// EPERM is what macOS answers for a group that has only ended processes left.
const GONE = new Set(['ESRCH', 'EPERM'])

/** SIGKILL to a process group; nothing when no one is left in it. */
export function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && GONE.has(String(error.code)))) throw error
  }
}
