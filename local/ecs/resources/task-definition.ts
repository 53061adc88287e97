import type { z } from 'zod'
import type { ResourceType } from '../../plugin.ts'
import { taskDefinitionSchema } from '../definition/task-definition.ts'
import { templateProperties } from '../definition/template-keys.ts'
import type { Engine } from '../engine.ts'

const FAMILY_LENGTH_MAX = 255

const propertiesSchema = templateProperties(
  taskDefinitionSchema.extend({ family: taskDefinitionSchema.shape.family.optional() }),
)

export function taskDefinitionResource({
  definitions,
  requireImage,
}: Engine): ResourceType<z.output<typeof propertiesSchema>> {
  return {
    type: 'AWS::ECS::TaskDefinition',
    properties: propertiesSchema,
    async apply({ properties, physicalName }) {
      for (const { image } of properties.containerDefinitions) requireImage(image)
      const family = properties.family ?? physicalName({ maxLength: FAMILY_LENGTH_MAX })
      const { taskDefinitionArn } = definitions.registerFromTemplate({ ...properties, family })
      return { physicalId: taskDefinitionArn, attributes: { TaskDefinitionArn: taskDefinitionArn } }
    },
    async remove({ physicalId: taskDefinitionArn }) {
      if (definitions.has(taskDefinitionArn)) definitions.deregister(taskDefinitionArn)
    },
  }
}
