import type { ResourceType } from '../plugin.ts'
import type { Context } from './intrinsics/context.ts'
import { resolve } from './intrinsics/resolve.ts'
import { resolveOutput } from './outputs.ts'
import { parseProperties } from './parse-properties.ts'
import { createPhysicalName } from './physical-name.ts'
import type { Plan } from './plan.ts'
import type { StackOutput, StackResource } from './stack.ts'
import type { TemplateResource } from './template.ts'
import { throwFaults } from './template-error.ts'
import { withoutIgnored } from './without-effect.ts'

interface ProvisionRequest {
  readonly plan: Plan
  readonly stackName: string
  readonly types: ReadonlyMap<string, ResourceType>
  now(): number
}

/**
 * Makes the resources of a plan one after another, then works out the outputs. Rejects at the first that cannot be
 * made, with its logical id and type; those before it stay.
 */
export async function provision({ plan, stackName, types, now }: ProvisionRequest): Promise<{
  readonly resources: readonly StackResource[]
  readonly outputs: readonly StackOutput[]
}> {
  const made = new Map<string, StackResource>()
  const context = plan.visible.context((id) => made.get(id))
  for (const { logicalId, declared } of plan.resources) {
    const type = types.get(declared.Type) as ResourceType
    const properties = propertiesOf(logicalId, declared, type, context)
    try {
      const physicalName = createPhysicalName(stackName, logicalId)
      const { physicalId, attributes } = await type.apply({ logicalId, stackName, properties, physicalName })
      made.set(logicalId, { logicalId, type: type.type, physicalId, attributes, madeAt: new Date(now()) })
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      throw new Error(`${logicalId} (${type.type}) could not be made: ${why}`, { cause: error })
    }
  }
  const outputs = plan.outputs.map(({ key, declared }) => resolveOutput(key, declared, context))
  throwFaults(context.faults)
  return { resources: [...made.values()], outputs }
}

function propertiesOf(id: string, declared: TemplateResource, type: ResourceType, context: Context): unknown {
  const path = `Resources.${id}.Properties`
  const resolved = resolve(withoutIgnored(declared.Type, declared.Properties), path, context)
  throwFaults(context.faults)
  const parsed = parseProperties(type.properties, resolved, path)
  if ('properties' in parsed) return parsed.properties
  return throwFaults(parsed.faults)
}
