import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import type { Engine } from '../engine.ts'
import { protect } from '../task/protection.ts'
import { serviceNameOf } from '../task/task.ts'
import { protectionAnswer } from './protection-answer.ts'

const TASKS_MAX = 10 // of UpdateTaskProtection

export function updateTaskProtectionAction(engine: Engine) {
  return jsonAction({
    name: 'UpdateTaskProtection',
    input: z.strictObject({
      cluster: z.string(),
      tasks: z.array(z.string()).min(1).max(TASKS_MAX),
      protectionEnabled: z.boolean(),
      expiresInMinutes: z.number().optional(),
    }),
    run: (input) =>
      protectionAnswer(engine, input.cluster, input.tasks, (task) => {
        protect(task, input, engine.site.clock)
        const service = engine.services.lookUp(task.cluster, serviceNameOf(task) ?? '')
        if (service) engine.services.wake(service)
      }),
  })
}
