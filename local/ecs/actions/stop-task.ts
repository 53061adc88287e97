import { z } from 'zod'
import { ApiError } from '../../protocol/api-error.ts'
import { jsonAction } from '../../protocol/aws-json.ts'
import type { Engine } from '../engine.ts'
import { describeTaskForApi } from '../task/describe-task.ts'

export function stopTaskAction({ clusters, tasks }: Engine) {
  return jsonAction({
    name: 'StopTask',
    input: z.strictObject({
      cluster: z.string().optional(),
      task: z.string(),
      reason: z.string().optional(),
    }),
    run({ cluster, task: id, reason }) {
      const { arn } = clusters.find(cluster)
      const task = tasks.find(id)
      if (task?.cluster.arn !== arn) {
        throw new ApiError('InvalidParameterException', 'The referenced task was not found.')
      }
      tasks.stop(task, { code: 'UserInitiated', reason: reason ?? 'Task stopped by user' })
      return { task: describeTaskForApi(task) }
    },
  })
}
