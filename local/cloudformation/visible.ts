import { createConditions } from './conditions.ts'
import { type Context, type Fault, UNMADE } from './intrinsics/context.ts'
import { VALUE_FUNCTIONS } from './intrinsics/functions.ts'
import { resolveParameters } from './parameters.ts'
import { type PseudoValues, pseudoParameters } from './pseudo-parameters.ts'
import type { Template } from './template.ts'

/** A resource as expressions see it. */
type Found =
  | { readonly physicalId: string; readonly attributes: Readonly<Record<string, string>> }
  /** It will be made. */
  | 'unmade'

export interface Visible {
  readonly parameters: ReadonlyMap<string, string | readonly string[]>
  readonly faults: Fault[]
  condition(name: string): boolean | undefined
  /** What expressions see, given the resources that they can refer to. */
  context(find: (logicalId: string) => Found | undefined): Context
}

/** What the expressions of a template can refer to. */
export function createVisible(
  template: Template,
  given: Readonly<Record<string, string>>,
  pseudo: PseudoValues,
  exported: (name: string) => string | undefined,
): Visible {
  const faults: Fault[] = []
  const parameters = resolveParameters(template.Parameters, given, faults)
  const fixed = new Map<string, unknown>([...pseudoParameters(pseudo), ...parameters])
  const base = { exported, mappings: template.Mappings, region: pseudo.region, faults }
  const condition = createConditions(template.Conditions, {
    ...base,
    ref: (name) => fixed.get(name),
    attribute: (id) => ({ fault: `a condition cannot depend on the resource ${id}` }),
  })
  return {
    parameters,
    faults,
    condition,
    context: (find) => ({
      ...base,
      condition,
      functions: VALUE_FUNCTIONS,
      ref(name) {
        if (fixed.has(name)) return fixed.get(name)
        const found = find(name)
        return found === 'unmade' ? UNMADE : found?.physicalId
      },
      attribute(id, name) {
        const found = find(id)
        if (found === undefined) return { fault: absence(template, id) }
        if (found === 'unmade') return { value: UNMADE }
        const value = Object.hasOwn(found.attributes, name) ? found.attributes[name] : undefined
        if (value !== undefined) return { value }
        const known = Object.keys(found.attributes).join(', ') || 'none'
        return { fault: `${id} has no attribute ${name} here, it has: ${known}` }
      },
    }),
  }
}

/** Why a resource cannot be referred to. */
function absence(template: Template, logicalId: string): string {
  const condition = template.Resources[logicalId]?.Condition
  return condition === undefined
    ? `there is no resource named ${logicalId}`
    : `${logicalId} is not made: its condition ${condition} does not hold`
}
