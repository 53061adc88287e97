import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import type { Engine } from '../engine.ts'
import { describeService } from '../service/describe-service.ts'
import { serviceTasks } from '../service/scheduler.ts'

export function deleteServiceAction({ services, tasks }: Engine) {
  return jsonAction({
    name: 'DeleteService',
    input: z.strictObject({
      cluster: z.string().optional(),
      service: z.string(),
      force: z.boolean().default(false),
    }),
    run({ cluster, service: id, force }) {
      const service = services.remove(cluster, id, force)
      return { service: describeService(service, serviceTasks(tasks, service)) }
    },
  })
}
