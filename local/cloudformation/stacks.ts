import { ApiError } from '../protocol/api-error.ts'
import type { Stack, StackOutput } from './stack.ts'

/** The stacks that run. */
export interface Stacks {
  named(name: string): Stack | undefined
  /** By name or id; an `ApiError` in CloudFormation's words where there is none. */
  find(nameOrId: string): Stack
  all(): readonly Stack[]
  exports(): readonly (StackOutput & { readonly stackId: string })[]
  put(stack: Stack): Stack
}

export function createStacks(): Stacks {
  const stacks = new Map<string, Stack>()
  return {
    named: (name) => stacks.get(name),
    find(nameOrId) {
      const found = stacks.get(nameOrId) ?? [...stacks.values()].find(({ id }) => id === nameOrId)
      if (!found) throw new ApiError('ValidationError', `Stack with id ${nameOrId} does not exist`)
      return found
    },
    all: () => [...stacks.values()],
    exports: () =>
      [...stacks.values()].flatMap(({ id, outputDetails }) =>
        outputDetails
          .filter(({ exportName }) => exportName !== undefined)
          .map((output) => ({ ...output, stackId: id })),
      ),
    put(stack) {
      stacks.set(stack.name, stack)
      return stack
    },
  }
}
