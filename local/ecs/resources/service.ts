import type { z } from 'zod'
import type { ResourceType } from '../../plugin.ts'
import { templateProperties } from '../definition/template-keys.ts'
import type { Engine } from '../engine.ts'
import { serviceSchema } from '../service/service-settings.ts'

const NAME_LENGTH_MAX = 255

const propertiesSchema = templateProperties(serviceSchema)

/** Its tasks start after the answer: the template's other resources do not wait for them. */
export function serviceResource({
  clusters,
  services,
}: Engine): ResourceType<z.output<typeof propertiesSchema>> {
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
  }
}
