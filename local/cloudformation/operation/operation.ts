import type { ResourceType } from '../../plugin.ts'
import type { Plan } from '../plan.ts'
import type { Stack } from '../stack.ts'
import type { Made } from './make-resources.ts'
import type { Progress } from './progress.ts'

/** What the creation, the update and the deletion of a stack work with. */
export interface Operation {
  readonly stackName: string
  readonly plan: Plan
  readonly types: ReadonlyMap<string, ResourceType>
  readonly progress: Progress
  /** Aborts when the runtime ends. */
  readonly signal: AbortSignal
  now(): number
}

/** What a stack is once everything of a plan is made. */
export function endedAs(
  { visible }: Plan,
  made: Pick<Made, 'resources' | 'outputs'>,
): Pick<Stack, 'parameters' | 'resources' | 'outputs' | 'outputDetails'> {
  return {
    parameters: visible.parameters,
    resources: [...made.resources.values()],
    outputs: Object.fromEntries(made.outputs.map(({ key, value }) => [key, value])),
    outputDetails: made.outputs,
  }
}
