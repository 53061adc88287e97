import type { Variant } from '../../system/variants.ts'
import type { Resource, Template } from '../template.ts'

/** What is wrong in a template, and at which resource, by its logical id. */
export interface Fault {
  readonly resource: string
  readonly what: string
}

/** A small change of the packaged template that breaks the rule, and no other one. */
interface Break {
  readonly how: string
  /** The resource of which a fault is then told. */
  readonly at: string
  /** The packaged template to change, where it is not that of `local`. */
  readonly variant?: Variant
  readonly change: (the: (logicalId: string) => Draft, resources: Record<string, Draft>) => void
}

export interface Rule {
  readonly name: string
  readonly check: (template: Template) => readonly Fault[]
  readonly breaks: readonly Break[]
}

/** A resource in a copy of the template, to be changed. */
export type Draft = { -readonly [name in keyof Resource]: Resource[name] }
