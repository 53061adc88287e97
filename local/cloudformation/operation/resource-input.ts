import type { ResourceRequest, ResourceType } from '../../plugin.ts'
import type { Context } from '../intrinsics/context.ts'
import { resolve } from '../intrinsics/resolve.ts'
import { parseProperties } from '../parse-properties.ts'
import { createPhysicalName } from '../physical-name.ts'
import type { StackResource } from '../stack.ts'
import type { TemplateResource } from '../template.ts'
import { throwFaults } from '../template-error.ts'
import { withoutIgnored } from '../without-effect.ts'

/** The properties of a resource with all intrinsics resolved; throws a `TemplateError`. */
export function resolvedProperties(logicalId: string, declared: TemplateResource, context: Context): unknown {
  const path = `Resources.${logicalId}.Properties`
  const properties = resolve(withoutIgnored(declared.Type, declared.Properties), path, context)
  throwFaults(context.faults)
  return properties
}

/** Resolved properties as their type takes them; throws a `TemplateError`. */
export function parsedProperties(logicalId: string, type: ResourceType, properties: unknown): unknown {
  const result = parseProperties(type.properties, properties, `Resources.${logicalId}.Properties`)
  return 'properties' in result ? result.properties : throwFaults(result.faults)
}

/** What a type is asked to make. */
export function resourceRequest(
  stackName: string,
  type: ResourceType,
  { logicalId, properties, generation }: Pick<StackResource, 'logicalId' | 'properties' | 'generation'>,
): ResourceRequest<unknown> {
  return {
    logicalId,
    stackName,
    properties: parsedProperties(logicalId, type, properties),
    physicalName: createPhysicalName(stackName, logicalId, generation),
  }
}
