import { jsonAction } from '../../protocol/aws-json.ts'
import { describeTaskDefinition, taskDefinitionSchema } from '../definition/task-definition.ts'
import type { Engine } from '../engine.ts'

export function registerTaskDefinitionAction({ definitions }: Engine) {
  return jsonAction({
    name: 'RegisterTaskDefinition',
    input: taskDefinitionSchema,
    run(input) {
      const definition = definitions.register(input)
      return { taskDefinition: describeTaskDefinition(definition), tags: definition.tags ?? [] }
    },
  })
}
