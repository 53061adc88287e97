import { z } from 'zod'

/** What names a scalable target: of all that AWS can scale, services of ECS alone. */
export const targetId = {
  ServiceNamespace: z.literal('ecs', { error: 'the local runtime scales ECS services alone: expected ecs' }),
  ResourceId: z
    .string()
    .regex(/^service\/[^/]+\/[^/]+$/, { error: 'expected service/<cluster name>/<service name>' }),
  ScalableDimension: z.literal('ecs:service:DesiredCount', { error: 'expected ecs:service:DesiredCount' }),
}

const targetIdSchema = z.object(targetId)

export type TargetId = z.output<typeof targetIdSchema>

export function targetIdOf({ ServiceNamespace, ResourceId, ScalableDimension }: TargetId): TargetId {
  return { ServiceNamespace, ResourceId, ScalableDimension }
}
