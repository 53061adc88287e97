import db from 'dynalite/db/index.js'
import { isCall, isPath, type Update, type Value } from './check-arithmetic.ts'
import type { AttributeMap } from './store.ts'

/**
 * The update with values of the item as it was in place of paths to them: dynalite would put the same object in two
 * places, and an attribute into itself. A path to nothing stays, for dynalite to refuse.
 */
export function detachOperands(update: Update, item: AttributeMap): Update['_updates'] {
  if (!update._updates) return undefined
  const sections = update._updates.sections.map((section) =>
    section.type === 'set' && section.val ? { ...section, val: detach(section.val, item) } : section,
  )
  return { ...update._updates, sections }
}

function detach(value: Value, item: AttributeMap): Value {
  if (isPath(value)) return structuredClone(db.mapPath(value, item)) ?? value
  if (!isCall(value)) return value
  const [first, second] = value.args
  if (value.name !== 'if_not_exists') return { ...value, args: value.args.map((each) => detach(each, item)) }
  const present = isPath(first) ? db.mapPath(first, item) : undefined
  return present ? structuredClone(present) : second ? detach(second, item) : value
}
