import type { Task } from './task.ts'

/** What a person at the screen is told of a change, if anything. */
export function taskSummary(task: Task): string | undefined {
  if (task.lastStatus === 'RUNNING')
    return `task started${task.capacityProvider ? ` on ${task.capacityProvider}` : ''}`
  if (task.lastStatus !== 'STOPPED') return undefined
  const exits = task.containers.map(({ exitCode, reason }) =>
    [exitCode === undefined ? 'never ran' : `exit code ${exitCode}`, reason].filter(Boolean).join(', '),
  )
  // That its container ended is what the exit code says already.
  const why =
    task.stopCause?.code === 'EssentialContainerExited' ? '' : ` (${task.stopCause?.reason ?? 'no reason'})`
  return `task stopped: ${exits.join('; ')}${why}`
}
