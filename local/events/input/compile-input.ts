import { ApiError } from '../../protocol/api-error.ts'
import { type Envelope, isoSeconds } from '../envelope.ts'
import type { Target } from '../target.ts'
import { compileJsonPath } from './json-path.ts'
import { fillTemplate, parseTemplate, variableNames } from './template.ts'

interface InputContext {
  readonly event: Envelope
  readonly ruleName: string
  readonly ruleArn: string
  /** Milliseconds since 1970. */
  readonly ingestedAt: number
}

/** The text that a target gets for an event. */
export type TargetInput = (context: InputContext) => string

/** Compiles `Input`, `InputPath` or `InputTransformer` of a target; without any it is the whole event. */
export function compileInput(target: Target): TargetInput {
  const { Input, InputPath, InputTransformer } = target
  if ([Input, InputPath, InputTransformer].filter((one) => one !== undefined).length > 1) {
    throw invalid(
      `Only one of Input, InputPath, or InputTransformer must be provided for target ${target.Id}.`,
    )
  }
  if (Input !== undefined) return constant(Input, target.Id)
  if (InputPath !== undefined) return byPath(InputPath)
  if (InputTransformer !== undefined) return byTransformer(InputTransformer, target.Id)
  return ({ event }) => JSON.stringify(event)
}

function constant(input: string, id: string): TargetInput {
  try {
    JSON.parse(input)
  } catch (error) {
    throw invalid(
      `JSON syntax error in Input for target ${id}: ${error instanceof Error ? error.message : error}`,
    )
  }
  return () => input
}

function byPath(path: string): TargetInput {
  const read = compileJsonPath(path)
  return ({ event }) => {
    const value = read(event)
    if (value === undefined)
      throw new ApiError('INVALID_JSON', `InputPath ${path} finds nothing in the event.`)
    return JSON.stringify(value)
  }
}

const PREDEFINED: Readonly<Record<string, (context: InputContext) => unknown>> = {
  'aws.events.rule-arn': ({ ruleArn }) => ruleArn,
  'aws.events.rule-name': ({ ruleName }) => ruleName,
  'aws.events.event.ingestion-time': ({ ingestedAt }) => isoSeconds(new Date(ingestedAt)),
  'aws.events.event.json': ({ event }) => event,
  // Without the detail, and with `detailType`: the one place where AWS spells it so.
  'aws.events.event': ({ event: { detail: _, 'detail-type': detailType, ...event } }) => ({
    ...event,
    detailType,
  }),
}

function byTransformer(
  { InputPathsMap = {}, InputTemplate }: NonNullable<Target['InputTransformer']>,
  id: string,
): TargetInput {
  const readers = new Map<string, (context: InputContext) => unknown>(Object.entries(PREDEFINED))
  for (const [name, path] of Object.entries(InputPathsMap)) {
    const read = compileJsonPath(path)
    readers.set(name, ({ event }) => read(event))
  }
  const parts = parseTemplate(InputTemplate)
  const names = [...new Set(variableNames(parts))]
  for (const name of names) {
    if (!readers.has(name)) {
      throw invalid(`InputTemplate for target ${id} contains invalid placeholder ${name}.`)
    }
  }
  return (context) => fillTemplate(parts, new Map(names.map((name) => [name, readers.get(name)?.(context)])))
}

function invalid(message: string): ApiError {
  return new ApiError('ValidationException', message)
}
