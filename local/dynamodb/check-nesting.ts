import db from 'dynalite/db/index.js'
import type { AttributeMap, AttributeValue, DynaliteError } from './store.ts'

/** Of the 32 levels in AWS's "Constraints" the innermost value is one: a text in 31 maps is stored, in 32 it is refused. */
const CONTAINERS_MAX = 31
const REFUSED =
  'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit'

/** The fault of an item whose lists and maps nest too deep; dynalite would store it. */
export function nestingFault(item: AttributeMap): DynaliteError | undefined {
  return Object.values(item).some((value) => isTooDeep(value, CONTAINERS_MAX))
    ? db.validationError(REFUSED)
    : undefined
}

function isTooDeep({ L, M }: AttributeValue, containersLeft: number): boolean {
  const inner = L ?? M
  if (inner === undefined) return false
  if (containersLeft === 0) return true
  return Object.values(inner as Readonly<Record<string, AttributeValue>>).some((value) =>
    isTooDeep(value, containersLeft - 1),
  )
}
