import { ApiError } from '../../protocol/api-error.ts'
import type { Tasks } from './tasks.ts'

/** What Fargate does when it takes Spot capacity back: SIGTERM, then SIGKILL after the stop timeout (at most 120 s). */
export function interrupt(tasks: Tasks, taskArn: string): void {
  const task = tasks.find(taskArn)
  if (!task)
    throw new ApiError('InvalidParameterException', `The task to interrupt is not there: ${taskArn}.`)
  if (task.capacityProvider !== 'FARGATE_SPOT') {
    throw new ApiError(
      'InvalidParameterException',
      `Task ${taskArn} cannot be interrupted: it runs on ${task.capacityProvider ?? 'FARGATE'}, not on FARGATE_SPOT.`,
    )
  }
  tasks.stop(task, { code: 'SpotInterruption', reason: 'Your Spot Task was interrupted.' })
}
