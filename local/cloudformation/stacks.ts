import { ApiError } from '../protocol/api-error.ts'
import type { Stack, StackOutput } from './stack.ts'
import type { StackEvent } from './stack-event.ts'
import { createStackFiles } from './stack-file.ts'

const EVENTS_MAX = 2000 // of a stack; older ones are forgotten

/** The stacks that run, and by their ids those that were deleted since the start. */
export interface Stacks {
  named(name: string): Stack | undefined
  /** By name or id; an `ApiError` in CloudFormation's words where there is none. */
  find(nameOrId: string): Stack
  all(): readonly Stack[]
  exports(): readonly (StackOutput & { readonly stackId: string })[]
  put(stack: Stack): Stack
  addEvent(stackId: string, event: StackEvent): void
  /** Newest first. */
  events(stackId: string): readonly StackEvent[]
}

/**
 * What a restart is to find lies in `folder`. An update is not written before it ends: a runtime that is killed in the
 * middle of one begins again with the stack as it was before.
 */
export function createStacks(folder: string): Stacks {
  const files = createStackFiles(folder)
  const kept = files.read()
  const stacks = new Map(kept.map(({ stack }) => [stack.name, interrupted(stack)]))
  const deleted = new Map<string, Stack>()
  const events = new Map<string, readonly StackEvent[]>(kept.map(({ stack, events: its }) => [stack.id, its]))
  const eventsOf = (stackId: string) => events.get(stackId) ?? []

  return {
    named: (name) => stacks.get(name),
    find(nameOrId) {
      const byId = ({ id }: Stack) => id === nameOrId
      const found = stacks.get(nameOrId) ?? [...stacks.values()].find(byId) ?? deleted.get(nameOrId)
      if (!found) throw new ApiError('ValidationError', `Stack with id ${nameOrId} does not exist`)
      return found
    },
    all: () => [...stacks.values(), ...deleted.values()],
    exports: () =>
      [...stacks.values()].flatMap(({ id, outputDetails }) =>
        outputDetails
          .filter(({ exportName }) => exportName !== undefined)
          .map((output) => ({ ...output, stackId: id })),
      ),
    put(stack) {
      if (stack.status === 'DELETE_COMPLETE') {
        stacks.delete(stack.name)
        deleted.set(stack.id, stack)
        files.remove(stack.name)
        return stack
      }
      stacks.set(stack.name, stack)
      if (!isMidway(stack)) files.write({ stack, events: eventsOf(stack.id) })
      return stack
    },
    addEvent(stackId, event) {
      events.set(stackId, [event, ...eventsOf(stackId)].slice(0, EVENTS_MAX))
    },
    events: eventsOf,
  }
}

function isMidway({ status }: Stack): boolean {
  return /^(UPDATE|IMPORT|REVIEW)_.*IN_PROGRESS$/.test(status)
}

/** A creation or a deletion that the end of the runtime cut off has failed: what there is of it can be deleted. */
function interrupted(stack: Stack): Stack {
  if (!stack.status.endsWith('IN_PROGRESS')) return stack
  return {
    ...stack,
    status: stack.status === 'DELETE_IN_PROGRESS' ? 'DELETE_FAILED' : 'CREATE_FAILED',
    statusReason: 'The local runtime ended meanwhile. Delete the stack.',
  }
}
