import { StevedoreError } from '../../shared/platform/error.ts'
import type { Connection } from '../stack/connect.ts'

export interface DeadLetterQueue {
  /** `loads` for the output `LoadsDeadLetterQueueUrl`. */
  readonly name: string
  readonly url: string
  /** Where its messages came from. Undefined where the stack names no such queue. */
  readonly sourceUrl: string | undefined
}

/** The dead-letter queues of a stack, from its outputs; of a name, the one. Throws `config.invalid` where there is none. */
export function deadLetterQueues(
  { outputs, stackName }: Pick<Connection, 'outputs' | 'stackName'>,
  name?: string,
): DeadLetterQueue[] {
  const all = Object.entries(outputs).flatMap(([output, url]) => {
    const [, prefix] = /^(\w+)DeadLetterQueueUrl$/.exec(output) ?? []
    return prefix ? [{ name: kebab(prefix), url, sourceUrl: outputs[`${prefix}QueueUrl`] }] : []
  })
  const found = name === undefined ? all : all.filter((queue) => queue.name === name)
  if (found.length > 0) return found
  const names = all.map((queue) => queue.name).join(', ')
  throw new StevedoreError(
    'config.invalid',
    `The stack ${stackName} has no dead-letter queue${name === undefined ? '' : ` ${JSON.stringify(name)}. It has ${names || 'none'}`}`,
  )
}

/** Those whose messages came from a queue. The others hold what was to start at a time that is over. */
export function withSource(queues: readonly DeadLetterQueue[]): readonly DeadLetterQueue[] {
  return queues.filter(({ sourceUrl }) => sourceUrl !== undefined)
}

function kebab(name: string): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase()
}
