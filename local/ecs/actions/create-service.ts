import { jsonAction } from '../../protocol/aws-json.ts'
import type { Engine } from '../engine.ts'
import { describeService } from '../service/describe-service.ts'
import { serviceSchema } from '../service/service-settings.ts'

export function createServiceAction({ services }: Engine) {
  return jsonAction({
    name: 'CreateService',
    input: serviceSchema.required({ serviceName: true }),
    run: (input) => ({ service: describeService(services.create(input.serviceName, input), []) }),
  })
}
