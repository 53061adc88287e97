import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import { launchTypeSchema } from '../cluster/capacity.ts'
import type { Engine } from '../engine.ts'
import { page, paging } from './page.ts'

/** Without a desired status: the running ones, as AWS does. */
export function listTasksAction({ clusters, tasks, services }: Engine) {
  return jsonAction({
    name: 'ListTasks',
    input: z.strictObject({
      cluster: z.string().optional(),
      family: z.string().optional(),
      serviceName: z.string().optional(),
      startedBy: z.string().optional(),
      desiredStatus: z.enum(['RUNNING', 'PENDING', 'STOPPED']).default('RUNNING'),
      launchType: launchTypeSchema.optional(),
      ...paging,
    }),
    run(input) {
      const cluster = clusters.find(input.cluster)
      const group = input.serviceName && `service:${services.find(input.cluster, input.serviceName).name}`
      const found = tasks
        .all()
        .filter(
          (task) =>
            task.cluster.arn === cluster.arn &&
            task.desiredStatus === input.desiredStatus &&
            (!input.family || task.definition.family === input.family) &&
            (!group || task.group === group) &&
            (!input.startedBy || task.startedBy === input.startedBy) &&
            (!input.launchType || input.launchType === 'FARGATE'),
        )
      const { items, ...next } = page(found, input)
      return { taskArns: items.map(({ arn }) => arn), ...next }
    },
  })
}
