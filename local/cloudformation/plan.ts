import type { ResourceType } from '../plugin.ts'
import { resolve } from './intrinsics/resolve.ts'
import { inOrder } from './order.ts'
import { resolveOutput } from './outputs.ts'
import { parseProperties } from './parse-properties.ts'
import type { PseudoValues } from './pseudo-parameters.ts'
import type { Template, TemplateOutput, TemplateResource } from './template.ts'
import { throwFaults } from './template-error.ts'
import { createVisible, type Visible } from './visible.ts'
import { withoutIgnored } from './without-effect.ts'

export interface PlanRequest {
  readonly template: Template
  /** Values for the template's parameters, where its defaults are not wanted. */
  readonly parameters: Readonly<Record<string, string>>
  readonly pseudo: PseudoValues
  readonly types: ReadonlyMap<string, ResourceType>
  exported(name: string): string | undefined
}

export interface Plan {
  readonly visible: Visible
  /** The resources whose condition holds, each after all that it needs. */
  readonly resources: readonly { readonly logicalId: string; readonly declared: TemplateResource }[]
  /** The outputs whose condition holds. */
  readonly outputs: readonly { readonly key: string; readonly declared: TemplateOutput }[]
}

/**
 * Reads the whole template without making anything: which resources there will be, in which order, and every fault that
 * can be seen beforehand. Throws a `TemplateError` with all of them.
 */
export function plan({ template, parameters, pseudo, types, exported }: PlanRequest): Plan {
  const visible = createVisible(template, parameters, pseudo, exported)
  // Each is worked out, used or not, so that a fault in it is told.
  for (const name of Object.keys(template.Conditions)) visible.condition(name)
  const made = new Map(heldBy(template.Resources, 'Resources', visible))
  const outputs = heldBy(template.Outputs, 'Outputs', visible)

  const needs = new Map<string, ReadonlySet<string>>()
  for (const [id, declared] of made) {
    needs.set(
      id,
      new Set([
        ...asked(id, declared, made, types, visible),
        ...waitsFor(id, declared, template, made, visible),
      ]),
    )
  }
  const context = visible.context((id) => (made.has(id) ? 'unmade' : undefined))
  for (const [key, declared] of outputs) resolveOutput(key, declared, context)

  const sorted = inOrder(needs)
  if ('cycle' in sorted) {
    visible.faults.push({ path: 'Resources', message: `these need each other: ${sorted.cycle.join(' → ')}` })
  }
  throwFaults(visible.faults)
  const order = 'order' in sorted ? sorted.order : []
  return {
    visible,
    resources: order.map((logicalId) => ({ logicalId, declared: made.get(logicalId) as TemplateResource })),
    outputs: outputs.map(([key, declared]) => ({ key, declared })),
  }
}

/** The entries whose condition holds, or that have none. */
function heldBy<Entry extends { readonly Condition?: string | undefined }>(
  entries: Readonly<Record<string, Entry>>,
  section: string,
  { condition, faults }: Visible,
): readonly (readonly [string, Entry])[] {
  return Object.entries(entries).filter(([id, { Condition: name }]) => {
    const holds = name === undefined || condition(name)
    if (holds === undefined) {
      faults.push({ path: `${section}.${id}.Condition`, message: `there is no condition named ${name}` })
    }
    return holds === true
  })
}

/** Checks a resource as far as that goes before any is made; the resources that its properties ask for. */
function asked(
  id: string,
  { Type: type, Properties: raw }: TemplateResource,
  made: ReadonlyMap<string, TemplateResource>,
  types: ReadonlyMap<string, ResourceType>,
  { context, faults }: Visible,
): ReadonlySet<string> {
  const found = new Set<string>()
  const path = `Resources.${id}.Properties`
  const properties = resolve(
    withoutIgnored(type, raw),
    path,
    context((other) => (made.has(other) && found.add(other) ? 'unmade' : undefined)),
  )
  const resourceType = types.get(type)
  if (resourceType) {
    const parsed = parseProperties(resourceType.properties, properties, path)
    if ('faults' in parsed) faults.push(...parsed.faults)
  } else {
    faults.push({ path: `Resources.${id}.Type`, message: `the local runtime has no resource type ${type}` })
  }
  return found
}

/** What a resource names in DependsOn. One that is not made because of its condition is no reason to wait. */
function waitsFor(
  id: string,
  { DependsOn: names }: TemplateResource,
  template: Template,
  made: ReadonlyMap<string, TemplateResource>,
  { faults }: Visible,
): readonly string[] {
  for (const name of names) {
    if (!Object.hasOwn(template.Resources, name)) {
      faults.push({ path: `Resources.${id}.DependsOn`, message: `there is no resource named ${name}` })
    }
  }
  return names.filter((name) => made.has(name))
}
