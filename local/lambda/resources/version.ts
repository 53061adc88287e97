import { z } from 'zod'
import type { ResourceType } from '../../plugin.ts'
import type { Functions } from '../functions.ts'

const properties = z.strictObject({
  FunctionName: z.string(),
  CodeSha256: z.string().optional(),
  Description: z.string().optional(),
})

/** The one version of a function: all its code is of the template that runs. */
const VERSION = '1'

export function versionResource(functions: Functions): ResourceType<z.infer<typeof properties>> {
  return {
    type: 'AWS::Lambda::Version',
    properties,
    async apply({ properties: { FunctionName: name, CodeSha256: sha256 } }) {
      const { settings } = functions.find(name)
      if (sha256 !== undefined && sha256 !== settings.code.sha256) {
        throw new Error(
          `CodeSha256 ${sha256} is not that of the code, ${settings.code.sha256}: package the application again`,
        )
      }
      functions.publish(settings.name, VERSION)
      const qualified = `${settings.arn}:${VERSION}`
      return { physicalId: qualified, attributes: { Version: VERSION, FunctionArn: qualified } }
    },
    // It goes with its function, which has one code and one version.
    remove: async () => {},
  }
}
