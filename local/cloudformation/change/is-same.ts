import type { StackResource } from '../stack.ts'

type Identified = Pick<StackResource, 'type' | 'physicalId' | 'attributes'>

/** Whether two are one thing. The URL of a queue is another one when the runtime listens at another port; its ARN stays. */
export function isSame(one: Identified, other: Identified): boolean {
  return one.type === other.type && idOf(one) === idOf(other)
}

function idOf({ physicalId, attributes }: Identified): string {
  return attributes.Arn ?? physicalId
}
