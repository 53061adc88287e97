import { jsonAction } from '../../protocol/aws-json.ts'
import type { Engine } from '../engine.ts'
import { describeService } from '../service/describe-service.ts'
import { serviceTasks } from '../service/scheduler.ts'
import { serviceUpdateSchema } from '../service/service-settings.ts'

export function updateServiceAction({ services, tasks }: Engine) {
  return jsonAction({
    name: 'UpdateService',
    input: serviceUpdateSchema,
    run(input) {
      const service = services.update(input)
      return { service: describeService(service, serviceTasks(tasks, service)) }
    },
  })
}
