import type { EventInput } from '../../event.ts'
import { describeTask } from './describe-task.ts'
import type { Task } from './task.ts'

/** The `ECS Task State Change` event of the task as it is now. */
export function taskEvent(task: Task, now: number): EventInput {
  const iso = (milliseconds: number) => new Date(milliseconds).toISOString()
  return {
    source: 'aws.ecs',
    detailType: 'ECS Task State Change',
    resources: [task.arn],
    detail: { ...describeTask(task, iso), updatedAt: iso(now) },
    time: new Date(now),
  }
}
