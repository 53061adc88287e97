import { isDeepStrictEqual } from 'node:util'
import { replacementRule } from './replacement.ts'

type Properties = Readonly<Record<string, unknown>>

interface Declared {
  readonly type: string
  /** With all intrinsics resolved. */
  readonly properties: unknown
}

export type Change =
  | { readonly kind: 'create' | 'keep' | 'update' | 'replace' }
  | { readonly kind: 'refuse'; readonly why: string }

/** What a new template asks for one resource, given what was made of it before. */
export function decideChange(before: Declared | undefined, after: Declared): Change {
  if (!before) return { kind: 'create' }
  if (before.type !== after.type) {
    return {
      kind: 'refuse',
      why: `Update of resource type is not permitted: it is ${before.type}, the new template says ${after.type}. Give the resource a new logical id.`,
    }
  }
  const was = (before.properties ?? {}) as Properties
  const wanted = (after.properties ?? {}) as Properties
  const changed = [...new Set([...Object.keys(was), ...Object.keys(wanted)])].filter(
    (name) => !isDeepStrictEqual(was[name], wanted[name]),
  )
  if (changed.length === 0) return { kind: 'keep' }
  const rule = replacementRule(after.type)
  const forcing =
    rule.createOnly === 'all' ? changed : changed.filter((name) => rule.createOnly.includes(name))
  if (forcing.length === 0) return { kind: 'update' }
  const name = rule.name === undefined ? undefined : wanted[rule.name]
  if (name === undefined || rule.name === undefined || was[rule.name] !== name) return { kind: 'replace' }
  return {
    kind: 'refuse',
    why: `CloudFormation cannot update a stack when a custom-named resource requires replacing (${forcing.join(', ')} changed). Rename ${name} and update the stack again.`,
  }
}
