import { createEcsTaskProtection } from '../../shared/aws/ecs-task-protection.ts'
import type { Log } from '../../shared/platform/log.ts'
import type { TaskProtection } from '../../shared/queue/task-protection.ts'

/** Protection by ECS; outside of a task there is nobody to be protected from. */
export function taskProtection(env: Readonly<Record<string, string | undefined>>, log: Log): TaskProtection {
  const agentUri = env.ECS_AGENT_URI
  if (agentUri) return createEcsTaskProtection({ agentUri })
  log.warn('The worker is not protected from scale-in: ECS_AGENT_URI is not set')
  return { protect: async () => undefined, unprotect: async () => undefined }
}
