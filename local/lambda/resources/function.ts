import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { ResourceType } from '../../plugin.ts'
import { arn, type Site } from '../../site.ts'
import { takeFunctionRole } from '../environment/function-role.ts'
import type { FunctionCode } from '../function-settings.ts'
import type { Functions } from '../functions.ts'
import { ENVIRONMENT_BYTES_MAX, ENVIRONMENTS_MAX, MEMORY_MEGABYTES, TIMEOUT_SECONDS } from '../limits.ts'
import type { ReadObject } from '../ports.ts'
import { unpackCode } from '../unpack-code.ts'
import { queueArn } from './queue-arn.ts'

const NAME_LENGTH_MAX = 64

const variables = z
  .record(z.string(), z.string())
  .refine((given) => Buffer.byteLength(JSON.stringify(given)) <= ENVIRONMENT_BYTES_MAX, {
    error:
      'Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit',
  })

const properties = z.strictObject({
  FunctionName: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .optional(),
  Code: z.strictObject({ S3Bucket: z.string(), S3Key: z.string() }),
  Handler: z.string(),
  // The local runtime has one Node, its own.
  Runtime: z.literal('nodejs24.x'),
  PackageType: z.literal('Zip').optional(),
  Role: z.string(),
  Timeout: z.int().min(TIMEOUT_SECONDS.min).max(TIMEOUT_SECONDS.max).default(TIMEOUT_SECONDS.unset),
  MemorySize: z.int().min(MEMORY_MEGABYTES.min).max(MEMORY_MEGABYTES.max).default(MEMORY_MEGABYTES.unset),
  Architectures: z.tuple([z.enum(['x86_64', 'arm64'])]).default(['x86_64']),
  Environment: z.strictObject({ Variables: variables.default({}) }).optional(),
  ReservedConcurrentExecutions: z.int().min(0).optional(),
  DeadLetterConfig: z.strictObject({ TargetArn: queueArn }).optional(),
  LoggingConfig: z.strictObject({ LogGroup: z.string().optional() }).optional(),
  EphemeralStorage: z.strictObject({ Size: z.int().min(512).max(10_240) }).optional(),
})

export function functionResource(
  site: Site,
  functions: Functions,
  readObject: ReadObject,
): ResourceType<z.infer<typeof properties>> {
  return {
    type: 'AWS::Lambda::Function',
    properties,
    async apply({ stackName, properties: given, physicalName }) {
      const name = given.FunctionName ?? physicalName({ maxLength: NAME_LENGTH_MAX })
      const functionArn = arn(site, 'lambda', `function:${name}`)
      // As Lambda does: a function whose role it cannot take on is not made.
      takeFunctionRole(site, { role: given.Role, name, arn: functionArn, logGroup: '' }).end()
      const bundle = await readObject(given.Code.S3Bucket, given.Code.S3Key)
      const folder = join(site.dataFolder, 'lambda', name)
      const code = unpackCode(bundle, folder)
      functions.put({
        name,
        shortName: name.startsWith(`${stackName}-`) ? name.slice(stackName.length + 1) : name,
        arn: functionArn,
        role: given.Role,
        runtime: given.Runtime,
        handler: given.Handler,
        timeoutSeconds: given.Timeout,
        memoryMegabytes: given.MemorySize,
        architecture: given.Architectures[0],
        environment: given.Environment?.Variables ?? {},
        logGroup: given.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`,
        environmentsMax: Math.min(given.ReservedConcurrentExecutions ?? ENVIRONMENTS_MAX, ENVIRONMENTS_MAX),
        ...(given.DeadLetterConfig ? { deadLetterArn: given.DeadLetterConfig.TargetArn } : {}),
        code,
      })
      removeOthers(folder, code)
      return { physicalId: name, attributes: { Arn: functionArn } }
    },
    takenName: async ({ properties: { FunctionName }, physicalName }) => {
      const name = FunctionName ?? physicalName({ maxLength: NAME_LENGTH_MAX })
      return functions.all().find(({ settings }) => settings.name === name)?.settings.name
    },
    remove: async ({ physicalId: name }) => functions.remove(name),
  }
}

/** Code of earlier packages goes; a file that a process has open stays readable to it. */
function removeOthers(folder: string, code: FunctionCode): void {
  for (const entry of readdirSync(folder)) {
    const path = join(folder, entry)
    if (path !== code.folder) rmSync(path, { recursive: true, force: true })
  }
}
