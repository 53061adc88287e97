import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const keptSchema = z.object({
  roles: z.array(
    z.object({
      arn: z.string(),
      name: z.string(),
      label: z.string(),
      trust: z.unknown(),
      inline: z.array(z.object({ PolicyName: z.string(), PolicyDocument: z.looseObject({}) })),
    }),
  ),
  attached: z.array(
    z.object({ id: z.string(), label: z.string(), document: z.unknown(), roleNames: z.array(z.string()) }),
  ),
  resources: z.array(
    z.object({ arn: z.string(), stackName: z.string(), logicalId: z.string(), document: z.unknown() }),
  ),
})

/** Policies as they were given. */
export type KeptPolicies = z.infer<typeof keptSchema>

/**
 * Policies on disk: what is still to be delivered after a restart is delivered before the template has made them anew.
 */
export function createKeptPolicies(dataFolder: string) {
  const folder = join(dataFolder, 'iam')
  const file = join(folder, 'policies.json')
  return {
    read(): KeptPolicies {
      try {
        return keptSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
          return { roles: [], attached: [], resources: [] }
        }
        throw new Error(`Cannot read the policies in ${file}: repair it, or delete it.`, { cause: error })
      }
    },
    write(kept: KeptPolicies): void {
      mkdirSync(folder, { recursive: true })
      writeFileSync(`${file}.part`, JSON.stringify(kept))
      renameSync(`${file}.part`, file)
    },
  }
}
