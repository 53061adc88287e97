import { type Context, isUnmade } from './intrinsics/context.ts'
import { CONDITION_FUNCTIONS } from './intrinsics/functions.ts'
import { resolve } from './intrinsics/resolve.ts'

/**
 * Answers whether a named condition of the template holds, `undefined` where there is none of that name. Each is
 * worked out once, when it is first asked for. `context` sees parameters only: a condition cannot depend on a resource.
 */
export function createConditions(
  declared: Readonly<Record<string, unknown>>,
  context: Omit<Context, 'condition' | 'functions'>,
): (name: string) => boolean | undefined {
  const known = new Map<string, boolean>()
  const open: string[] = []

  function holds(name: string): boolean | undefined {
    if (!Object.hasOwn(declared, name)) return undefined
    const before = known.get(name)
    if (before !== undefined) return before
    if (open.includes(name)) return refuse(name, `is defined by itself: ${[...open, name].join(' → ')}`)
    open.push(name)
    const value = resolve(declared[name], `Conditions.${name}`, {
      ...context,
      condition: holds,
      functions: CONDITION_FUNCTIONS,
    })
    open.pop()
    if (typeof value !== 'boolean' && !isUnmade(value)) {
      return refuse(name, `must be true or false, got ${JSON.stringify(value)}`)
    }
    known.set(name, value === true)
    return value === true
  }

  function refuse(name: string, message: string): boolean {
    context.faults.push({ path: `Conditions.${name}`, message })
    known.set(name, false)
    return false
  }

  return holds
}
