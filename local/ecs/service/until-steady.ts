import type { Clock } from '../../clock.ts'
import { taskSummary } from '../task/task-summary.ts'
import type { Tasks } from '../task/tasks.ts'
import { type Deployment, primaryOf, type Service } from './service.ts'

const LOOK_EVERY_MS = 100
// AWSCloudFormation/latest/UserGuide/troubleshooting.html: a service that does not stabilize fails after three hours.
const WAIT_MS_MAX = 3 * 3600 * 1000

/** Resolves when the newest deployment of a service is complete; rejects, with what became of its tasks, when it failed. */
export async function untilSteady(
  service: Service,
  { clock, tasks, signal }: { clock: Clock; tasks: Tasks; signal: AbortSignal },
): Promise<void> {
  let deployment = primaryOf(service)
  const end = clock.now() + WAIT_MS_MAX
  while (deployment.rolloutState === 'IN_PROGRESS') {
    if (clock.now() > end) throw new Error(`Exceeded attempts to wait: ${service.name} is not steady.`)
    await clock.sleep(LOOK_EVERY_MS, signal)
    // Another update took its place, unless it was its failure that did.
    if (deployment.rolloutState === 'IN_PROGRESS') deployment = primaryOf(service)
  }
  if (deployment.rolloutState === 'COMPLETED') return
  throw new Error(
    `Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'. ${lastEnd(deployment, tasks)}`,
  )
}

/** How the last of its tasks ended, in the words of the screen. */
function lastEnd({ id, definition }: Deployment, tasks: Tasks): string {
  const name = `${definition.family}:${definition.revision}`
  const last = tasks
    .all()
    .filter((task) => task.startedBy === id && task.lastStatus === 'STOPPED')
    .at(-1)
  return last
    ? `The last task of ${name}: ${taskSummary(last) ?? last.stopCause?.reason}`
    : `No task of ${name} started.`
}
