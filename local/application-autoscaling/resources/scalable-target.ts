import { z } from 'zod'
import type { ResourceType } from '../../plugin.ts'
import { capacity, suspendedStateSchema } from '../definition/scalable-target.ts'
import { scheduledActionSchema } from '../definition/scheduled-action.ts'
import { targetId } from '../definition/target-id.ts'
import type { Registry } from '../registry.ts'

const propertiesSchema = z.strictObject({
  ...targetId,
  MinCapacity: capacity,
  MaxCapacity: capacity,
  ScheduledActions: z.array(scheduledActionSchema).default([]),
  SuspendedState: suspendedStateSchema.optional(),
  // Permissions have no effect here.
  RoleARN: z.string().optional(),
})

export function scalableTargetResource(registry: Registry): ResourceType<z.output<typeof propertiesSchema>> {
  return {
    type: 'AWS::ApplicationAutoScaling::ScalableTarget',
    properties: propertiesSchema,
    async apply({ properties }) {
      const { ScheduledActions, RoleARN: _unused, ...registration } = properties
      const target = registry.register(registration)
      const names = ScheduledActions.map(({ ScheduledActionName }) => ScheduledActionName)
      for (const name of [...target.scheduledActions.keys()])
        if (!names.includes(name)) registry.deleteScheduledAction(target.id, name)
      for (const action of ScheduledActions) registry.putScheduledAction(target.id, action)
      const { ResourceId, ScalableDimension, ServiceNamespace } = properties
      const physicalId = [ResourceId, ScalableDimension, ServiceNamespace].join('|')
      return { physicalId, attributes: { Id: physicalId } }
    },
    async remove({ properties: { ResourceId } }) {
      const target = registry.all().find(({ id }) => id.ResourceId === ResourceId)
      if (target) registry.deregister(target.id)
    },
  }
}
