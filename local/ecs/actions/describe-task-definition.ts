import { z } from 'zod'
import { jsonAction } from '../../protocol/aws-json.ts'
import { describeTaskDefinition } from '../definition/task-definition.ts'
import type { Engine } from '../engine.ts'

export function describeTaskDefinitionAction({ definitions }: Engine) {
  return jsonAction({
    name: 'DescribeTaskDefinition',
    input: z.strictObject({ taskDefinition: z.string(), include: z.array(z.literal('TAGS')).optional() }),
    run({ taskDefinition, include }) {
      const definition = definitions.find(taskDefinition)
      return {
        taskDefinition: describeTaskDefinition(definition),
        ...(include ? { tags: definition.tags ?? [] } : {}),
      }
    },
  })
}
