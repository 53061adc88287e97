import { z } from 'zod'
import { TemplateError } from './template-error.ts'

// AWS: AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
const RESOURCES_MAX = 500
const OUTPUTS_MAX = 200

const policy = z.enum(['Delete', 'Retain', 'RetainExceptOnCreate'], {
  error: ({ input }) => `must be Delete, Retain or RetainExceptOnCreate here, got ${JSON.stringify(input)}`,
})

const resource = z.strictObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DependsOn: z.union([z.string().transform((id) => [id]), z.array(z.string())]).default([]),
  Condition: z.string().optional(),
  DeletionPolicy: policy.default('Delete'),
  UpdateReplacePolicy: policy.default('Delete'),
  CreationPolicy: z.unknown().optional(),
  UpdatePolicy: z.unknown().optional(),
  Metadata: z.unknown().optional(),
})

const parameter = z.strictObject({
  Type: z.string(),
  Default: z.union([z.string(), z.number(), z.boolean()]).optional(),
  AllowedValues: z.array(z.union([z.string(), z.number(), z.boolean()])).optional(),
  AllowedPattern: z.string().optional(),
  ConstraintDescription: z.string().optional(),
  Description: z.string().optional(),
  MinLength: z.coerce.number().optional(),
  MaxLength: z.coerce.number().optional(),
  MinValue: z.coerce.number().optional(),
  MaxValue: z.coerce.number().optional(),
  NoEcho: z.unknown().optional(),
})

const output = z.strictObject({
  Value: z.unknown(),
  Description: z.string().optional(),
  Condition: z.string().optional(),
  Export: z.strictObject({ Name: z.unknown() }).optional(),
})

const template = z.strictObject({
  AWSTemplateFormatVersion: z.literal('2010-09-09').optional(),
  Description: z.string().optional(),
  Metadata: z.unknown().optional(),
  // The one transform that adds functions only: Length, ToJsonString, and the default of FindInMap.
  Transform: z
    .union([z.literal('AWS::LanguageExtensions'), z.tuple([z.literal('AWS::LanguageExtensions')])])
    .optional(),
  Parameters: z.record(z.string(), parameter).default({}),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Resources: z.record(z.string(), resource).refine(...atMost(RESOURCES_MAX)),
  Outputs: z
    .record(z.string(), output)
    .refine(...atMost(OUTPUTS_MAX))
    .default({}),
})

export type Template = z.infer<typeof template>
export type TemplateParameter = z.infer<typeof parameter>
export type TemplateResource = z.infer<typeof resource>
export type TemplateOutput = z.infer<typeof output>

function atMost(max: number): [(given: object) => boolean, string] {
  return [(given) => Object.keys(given).length <= max, `has more than the ${max} that CloudFormation takes`]
}

/** Takes a template as JSON has it; a `TemplateError` names every part of it that no template has. */
export function parseTemplate(value: unknown): Template {
  const result = template.safeParse(value)
  if (result.success) return result.data
  throw new TemplateError(
    result.error.issues.map(({ path, message }) => ({ path: path.join('.') || '(the whole)', message })),
  )
}
