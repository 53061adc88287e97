import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import type { Engine } from '../engine.ts'
import { protectionAnswer } from './protection-answer.ts'

const TASKS_MAX = 100 // of GetTaskProtection

export function getTaskProtectionAction(engine: Engine) {
  return jsonAction({
    name: 'GetTaskProtection',
    input: z.strictObject({ cluster: z.string(), tasks: z.array(z.string()).max(TASKS_MAX).default([]) }),
    run: ({ cluster, tasks }) => protectionAnswer(engine, cluster, tasks),
  })
}
