import { z } from 'zod'
import { ApiError } from '../../protocol/api-error.ts'
import { type JsonAction, jsonAction } from '../../protocol/aws-json.ts'
import { compilePattern } from '../pattern/compile-pattern.ts'

/** Tells whether a pattern matches an event: how a user tries a rule before it exists. */
export function testEventPattern(): JsonAction {
  return jsonAction({
    name: 'TestEventPattern',
    input: z.strictObject({ EventPattern: z.string(), Event: z.string() }),
    run: ({ EventPattern, Event }) => ({ Result: compilePattern(EventPattern)(parseEvent(Event)) }),
  })
}

function parseEvent(text: string): Readonly<Record<string, unknown>> {
  try {
    const event = z.record(z.string(), z.unknown()).safeParse(JSON.parse(text))
    if (event.success) return event.data
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new ApiError('ValidationException', `Parameter Event is not valid: it is no JSON: ${why}`)
  }
  throw new ApiError('ValidationException', 'Parameter Event is not valid: it is no JSON object.')
}
