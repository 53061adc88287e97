import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import type { Engine } from '../engine.ts'
import { describeService } from '../service/describe-service.ts'
import { serviceTasks } from '../service/scheduler.ts'
import type { Service } from '../service/service.ts'

const SERVICES_MAX = 10 // of DescribeServices

export function describeServicesAction({ clusters, services, tasks }: Engine) {
  return jsonAction({
    name: 'DescribeServices',
    input: z.strictObject({
      cluster: z.string().optional(),
      services: z.array(z.string()).min(1).max(SERVICES_MAX),
      include: z.array(z.literal('TAGS')).optional(),
    }),
    run(input) {
      const cluster = clusters.find(input.cluster)
      const found: Service[] = []
      const failures: { arn: string; reason: 'MISSING' }[] = []
      for (const id of input.services) {
        const service = services.lookUp(cluster, id)
        if (service) found.push(service)
        else failures.push({ arn: id, reason: 'MISSING' })
      }
      const tags = (service: Service) => (input.include ? { tags: service.settings.tags ?? [] } : {})
      return {
        services: found.map((service) => ({
          ...describeService(service, serviceTasks(tasks, service)),
          ...tags(service),
        })),
        failures,
      }
    },
  })
}
