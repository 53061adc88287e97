import { z } from 'zod'
import { ApiError } from '../../protocol/api-error.ts'
import { jsonAction } from '../../protocol/aws-json.ts'
import { describeTaskDefinition } from '../definition/task-definition.ts'
import type { Engine } from '../engine.ts'

export function deregisterTaskDefinitionAction({ definitions }: Engine) {
  return jsonAction({
    name: 'DeregisterTaskDefinition',
    input: z.strictObject({ taskDefinition: z.string() }),
    run({ taskDefinition }) {
      if (!/:\d+$/.test(taskDefinition)) {
        throw new ApiError('InvalidParameterException', `Missing revision number: ${taskDefinition}.`)
      }
      return { taskDefinition: describeTaskDefinition(definitions.deregister(taskDefinition)) }
    },
  })
}
