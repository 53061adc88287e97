export type Leaf = string | number | boolean | null

/** One value of an event. `elements` says in which element of which array it lies: array number → index. */
export interface Field {
  readonly value: Leaf
  readonly elements: ReadonlyMap<number, number>
}

/**
 * The leaves of an event by dotted name. Arrays leave no trace in a name, and a key that holds a dot is the same as
 * two keys: EventBridge's own matcher sees events so.
 */
export function flattenEvent(
  event: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, readonly Field[]> {
  const fields = new Map<string, Field[]>()
  let arrays = 0

  function visit(name: string, value: unknown, elements: ReadonlyMap<number, number>): void {
    if (Array.isArray(value)) {
      const array = arrays++
      for (const [index, item] of value.entries()) {
        // A scalar's place in its own array binds nothing: `["a","b"]` may meet two patterns with two elements.
        visit(name, item, isContainer(item) ? new Map(elements).set(array, index) : elements)
      }
    } else if (isContainer(value)) {
      for (const [key, item] of Object.entries(value)) visit(name ? `${name}.${key}` : key, item, elements)
    } else if (value !== undefined) {
      const list = fields.get(name)
      if (list) list.push({ value: value as Leaf, elements })
      else fields.set(name, [{ value: value as Leaf, elements }])
    }
  }

  visit('', event, new Map())
  return fields
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
