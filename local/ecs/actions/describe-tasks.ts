import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import type { Engine } from '../engine.ts'
import { describeTaskForApi } from '../task/describe-task.ts'
import type { Task } from '../task/task.ts'

const TASKS_MAX = 100 // of DescribeTasks

export function describeTasksAction({ clusters, tasks }: Engine) {
  return jsonAction({
    name: 'DescribeTasks',
    input: z.strictObject({
      cluster: z.string().optional(),
      tasks: z.array(z.string()).max(TASKS_MAX),
      include: z.array(z.literal('TAGS')).optional(),
    }),
    run(input) {
      const cluster = clusters.find(input.cluster)
      const found: Task[] = []
      const failures: { arn: string; reason: 'MISSING' }[] = []
      for (const id of input.tasks) {
        const task = tasks.find(id)
        if (task?.cluster.arn === cluster.arn) found.push(task)
        else failures.push({ arn: id, reason: 'MISSING' })
      }
      const withTags = input.include?.includes('TAGS')
      return {
        tasks: found.map((task) => ({
          ...describeTaskForApi(task),
          ...(withTags ? { tags: task.tags } : {}),
        })),
        failures,
      }
    },
  })
}
