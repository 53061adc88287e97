import type { z } from 'zod'

/** One action of the API, a file each, the same in all protocols. Times of its output are Dates. */
export interface Action<Input = never> {
  readonly name: string
  readonly input: z.ZodType<Input>
  run(input: Input): Readonly<Record<string, unknown>> | undefined
}

/** Ties an input schema to the action that takes it. */
export function action<Input>(made: Action<Input>): Action {
  return made as unknown as Action
}
