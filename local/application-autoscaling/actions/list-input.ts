import { z } from 'zod'
import type { ScalableTarget } from '../definition/scalable-target.ts'
import { targetId } from '../definition/target-id.ts'
import type { Registry } from '../registry.ts'

/** What every Describe action takes. All is answered at once, so a token never comes. */
export const listInput = {
  ServiceNamespace: targetId.ServiceNamespace,
  ResourceId: targetId.ResourceId.optional(),
  ScalableDimension: targetId.ScalableDimension.optional(),
  MaxResults: z.int().min(1).optional(),
}

export function targetsOf(
  registry: Registry,
  { ResourceId }: { readonly ResourceId?: string | undefined },
): ScalableTarget[] {
  return registry.all().filter(({ id }) => ResourceId === undefined || id.ResourceId === ResourceId)
}

export function wants(names: readonly string[] | undefined, name: string): boolean {
  return names === undefined || names.length === 0 || names.includes(name)
}
