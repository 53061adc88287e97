import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import { launchTypeSchema } from '../cluster/capacity.ts'
import type { Engine } from '../engine.ts'
import { page, paging } from './page.ts'

export function listServicesAction({ clusters, services }: Engine) {
  return jsonAction({
    name: 'ListServices',
    input: z.strictObject({
      cluster: z.string().optional(),
      launchType: launchTypeSchema.optional(),
      schedulingStrategy: z.enum(['REPLICA', 'DAEMON']).optional(),
      ...paging,
    }),
    run(input) {
      const cluster = clusters.find(input.cluster)
      const found = services
        .all()
        .filter(
          (service) =>
            service.cluster === cluster &&
            service.status === 'ACTIVE' &&
            input.schedulingStrategy !== 'DAEMON' &&
            (!input.launchType || input.launchType === 'FARGATE'),
        )
      const { items, ...next } = page(found, input)
      return { serviceArns: items.map(({ arn }) => arn), ...next }
    },
  })
}
