import { z } from 'zod'
import { parseForm } from '../../protocol/form.ts'
import type { StackTag } from '../stack.ts'

/** The query protocol has an empty text for an empty list. */
function list<Item>(item: z.ZodType<Item>) {
  return z.union([z.literal('').transform((): Item[] => []), z.array(item)]).default([])
}

const parameter = z.strictObject({ ParameterKey: z.string(), ParameterValue: z.string() })

/** What CreateStack and UpdateStack share. Roles, capabilities and topics for news of the stack have no effect here. */
export const stackInput = {
  Action: z.string(),
  Version: z.string().optional(),
  StackName: z.string().regex(/^[a-zA-Z][a-zA-Z0-9-]{0,127}$|^arn:/, 'is no name of a stack'),
  TemplateBody: z.string().optional(),
  TemplateURL: z.string().optional(),
  Parameters: list(parameter).transform((given) =>
    Object.fromEntries(given.map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue])),
  ),
  Tags: list(z.strictObject({ Key: z.string(), Value: z.string() })) as z.ZodType<StackTag[]>,
  Capabilities: z.unknown().optional(),
  ClientRequestToken: z.unknown().optional(),
  NotificationARNs: z.unknown().optional(),
  RoleARN: z.unknown().optional(),
}

/** Strict: a parameter that has an effect on AWS and none here is an error that names it. */
export function strictForm<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.preprocess((form) => parseForm(form as Record<string, string>), z.strictObject(shape))
}
