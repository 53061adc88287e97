import type { Engine } from '../engine.ts'
import { isProtected, protectionRefusal } from '../task/protection.ts'
import type { Task } from '../task/task.ts'

/** The protection of tasks, in the shape that both its actions answer with, after `act` on each that can have one. */
export function protectionAnswer(
  { site, clusters, tasks }: Engine,
  clusterId: string,
  ids: readonly string[],
  act?: (task: Task) => void,
) {
  const cluster = clusters.find(clusterId)
  const now = site.clock.now()
  const protectedTasks: { taskArn: string; protectionEnabled: boolean; expirationDate?: number }[] = []
  const failures: { arn: string; reason: string; detail?: string }[] = []
  for (const id of ids) {
    const found = tasks.find(id)
    const task = found?.cluster === cluster ? found : undefined
    const refusal = protectionRefusal(task)
    if (refusal || !task) {
      failures.push({ arn: id, reason: 'MISSING', ...refusal })
      continue
    }
    act?.(task)
    const enabled = isProtected(task, now)
    protectedTasks.push({
      taskArn: task.arn,
      protectionEnabled: enabled,
      ...(enabled ? { expirationDate: (task.protectedUntil ?? now) / 1000 } : {}),
    })
  }
  return { protectedTasks, failures }
}
