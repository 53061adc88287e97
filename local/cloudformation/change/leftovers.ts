import type { ChangedResource } from '../operation/make-resources.ts'
import type { StackResource } from '../stack.ts'
import { isSame } from './is-same.ts'

/**
 * What is to be ended after an update: resources that the new template no longer has, and those that were replaced, in
 * the order in which they were made. `stays` marks those that their policies keep. What a resource of the new template
 * goes on with, under another logical id, is none of them.
 */
export function leftovers(
  before: readonly StackResource[],
  after: ReadonlyMap<string, StackResource>,
  changed: readonly ChangedResource[],
  keepReplaced: (logicalId: string) => boolean,
): readonly (StackResource & { readonly stays: boolean })[] {
  const inUse = [...after.values()]
  const replaced = new Set(
    changed.flatMap(({ before: old, after: next }) =>
      old && next && !isSame(old, next) ? [old.logicalId] : [],
    ),
  )
  return before
    .filter((resource) => !inUse.some((used) => isSame(used, resource)))
    .filter(({ logicalId }) => !after.has(logicalId) || replaced.has(logicalId))
    .map((resource) => ({
      ...resource,
      stays: after.has(resource.logicalId) ? keepReplaced(resource.logicalId) : isRetained(resource),
    }))
}

export function isRetained({ deletionPolicy }: StackResource): boolean {
  return deletionPolicy !== 'Delete'
}
