import type { z } from 'zod'
import type { ResourceType } from '../../plugin.ts'
import { templateProperties } from '../definition/template-keys.ts'
import type { Engine } from '../engine.ts'
import { serviceTasks } from '../service/scheduler.ts'
import { serviceSchema } from '../service/service-settings.ts'
import { untilSteady } from '../service/until-steady.ts'
import { untilStopped } from '../task/until-stopped.ts'

const NAME_LENGTH_MAX = 255

const propertiesSchema = templateProperties(serviceSchema)

/** Its tasks start after the answer: the template's other resources do not wait for them. */
export function serviceResource({
  site,
  clusters,
  services,
  tasks,
}: Engine): ResourceType<z.output<typeof propertiesSchema>> {
  const byArn = (arn: string) => services.all().find((service) => service.arn === arn)
  return {
    type: 'AWS::ECS::Service',
    properties: propertiesSchema,
    async apply({ properties, physicalName }) {
      const name = properties.serviceName ?? physicalName({ maxLength: NAME_LENGTH_MAX })
      const there = services.lookUp(clusters.find(properties.cluster), name)
      const service =
        there?.status === 'ACTIVE'
          ? services.updateFromTemplate(there, properties)
          : services.create(name, properties)
      return { physicalId: service.arn, attributes: { Name: service.name, ServiceArn: service.arn } }
    },
    async takenName({ properties, physicalName }) {
      const name = properties.serviceName ?? physicalName({ maxLength: NAME_LENGTH_MAX })
      const there = services.lookUp(clusters.find(properties.cluster), name)
      return there?.status === 'ACTIVE' ? there.arn : undefined
    },
    async settle(arn, signal) {
      const service = byArn(arn)
      if (service) await untilSteady(service, { clock: site.clock, tasks, signal })
    },
    async remove({ physicalId: arn }) {
      const service = byArn(arn)
      if (service?.status === 'ACTIVE') services.remove(service.cluster.name, service.name, true)
      if (service) await untilStopped(() => serviceTasks(tasks, service), site.clock)
    },
  }
}
